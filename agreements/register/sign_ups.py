"""Sign-ups over time: how many agreements were completed in each month, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.terms import add_months


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by its first day, with the number of agreements of each kind, in the kinds' order."""

    first: date
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def sign_ups(*, programme_id: UUID, months: int, now: datetime) -> tuple[Month, ...]:
    """Return the last so many months, this one included, the oldest first; one query.

    What was carried over to a successor was signed before, so it is left out.
    """
    this = timezone.localdate(now).replace(day=1)
    firsts = [add_months(this, back - months + 1) for back in range(months)]
    begin = timezone.make_aware(datetime.combine(firsts[0], time.min))
    counted = (
        Agreement.objects.filter(
            programme=programme_id, stage=Agreement.Stage.COMPLETE, completed_at__gte=begin
        )
        .exclude(medium=Agreement.Medium.CARRIED)
        .annotate(month=TruncMonth("completed_at"))
        .order_by()
        .values("month", "kind")
        .annotate(number=Count("pk"))
    )
    found = {(timezone.localdate(row["month"]), row["kind"]): row["number"] for row in counted}
    return tuple(Month(first, tuple(found.get((first, kind.value), 0) for kind in Kind)) for first in firsts)

"""How many agreements stand how, over all that the register shows or finds by its filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from agreements.register.expressions import shown
from agreements.register.filters import RegisterFilters
from agreements.register.selecting import annotated
from agreements.standing import Standing, tag_of


@dataclass(frozen=True, slots=True)
class StandingCount:
    """A standing, how many agreements have it, and the filters that list them."""

    standing: Standing
    count: int
    tag: str
    query: str


def count_by_standing(*, programme_id: UUID, now: datetime) -> list[StandingCount]:
    """Return the standings that occur, in the order of an agreement's life; one query."""
    today = timezone.localdate(now)
    # The filter finds all that was superseded, so all of it is counted.
    superseded = Q(superseded_on__lte=today, standing=Standing.SUPERSEDED)
    rows = annotated(now).filter(shown(today) | superseded, programme=programme_id)
    counted = rows.annotate(how=F("standing")).order_by().values("how").annotate(number=Count("pk"))
    found = {row["how"]: row["number"] for row in counted}
    return [
        StandingCount(
            standing, found[standing.value], tag_of(standing), RegisterFilters(standing=standing.value).query
        )
        for standing in Standing
        if standing.value in found
    ]

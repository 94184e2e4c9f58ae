"""What comes to an end within 90 days, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from agreements.models import OPEN_STAGES, Agreement
from agreements.readiness import LEFT_OUT
from agreements.register.expressions import ends_within
from agreements.register.filters import RegisterFilters
from agreements.register.selecting import annotated

WITHIN = (30, 60, 90)
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class EndingLine:
    """An agreement in force, its last day, and whether what follows it is on its way."""

    agreement: Agreement
    last_day: date
    days_left: int
    followed: bool


@dataclass(frozen=True, slots=True)
class EndingGroup:
    """What ends within one span of days: the nearest lines, how many there are, and the filter of all."""

    title: str
    lines: tuple[EndingLine, ...]
    count: int
    query: str

    @property
    def left_out(self) -> int:
        return self.count - len(self.lines)


def ending_groups(*, programme_id: UUID, now: datetime) -> tuple[EndingGroup, ...]:
    """Return what ends within 30 days, within 31 to 60 and within 61 to 90; one query."""
    on = timezone.localdate(now)
    following = Agreement.objects.filter(
        organisation=OuterRef("organisation"),
        kind=OuterRef("kind"),
        partner=OuterRef("partner"),
        stage__in=OPEN_STAGES,
    )
    rows = (
        annotated(now)
        .filter(ends_within(on, max(WITHIN)), programme=programme_id)
        .annotate(over_on=F("end"), followed=Exists(following))
        .select_related("organisation", "partner")
        .defer(*LEFT_OUT)
        .order_by("over_on", "organisation__name")
    )
    lines = [_line(row, on) for row in rows]
    groups, after = [], -1
    for within in WITHIN:
        found = [line for line in lines if after < line.days_left <= within]
        title = f"Within {within} days" if after < 0 else f"In {after + 1} to {within} days"
        query = RegisterFilters(ends=within).query
        groups.append(EndingGroup(title, tuple(found[:MOST_SHOWN]), len(found), query))
        after = within
    return tuple(groups)


def _line(row: Agreement, on: date) -> EndingLine:
    over_on: date = row.over_on  # type: ignore[attr-defined]
    followed: bool = row.followed  # type: ignore[attr-defined]
    # As everywhere, the days are counted to the first day without it.
    return EndingLine(row, over_on - timedelta(days=1), (over_on - on).days, followed)

"""The dosing calendar and the deliveries that follow from it. Pure: a schedule and a date in, dates out."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice, pairwise, takewhile

MONTHLY, FOUR_WEEKLY = "monthly", "four_weekly"
FOUR_WEEKS = timedelta(weeks=4)


class ScheduleUnusable(ValueError):
    """A product's dosing facts do not make a calendar; the message says which one and why."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A product's dosing facts: weeks of the first doses, then the interval, and what comes first."""

    loading_weeks: tuple[int, ...]
    interval: str
    first_delivery_doses: int

    def __post_init__(self) -> None:
        weeks = self.loading_weeks
        if not weeks or weeks[0] != 0 or any(later <= week for week, later in pairwise(weeks)):
            raise ScheduleUnusable(
                "The weeks of the first doses begin at 0 and rise, for example 0, 1, 2, 4."
            )
        if self.interval not in {MONTHLY, FOUR_WEEKLY}:
            raise ScheduleUnusable(f"The interval {self.interval!r} is neither monthly nor four-weekly.")
        if self.first_delivery_doses < 1:
            raise ScheduleUnusable("The first delivery holds at least one dose.")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery: when it is needed at the latest, and the injections that it is for."""

    needed_by: date
    doses: tuple[date, ...]


def doses(schedule: Schedule, first_dose: date) -> Iterator[date]:
    """Yield the planned injections from the first dose on, without end.

    The loading doses lie whole weeks after the first. Then every four weeks, or on the same day of each
    month as the last loading dose; where a month is too short, on its last day.
    """
    for week in schedule.loading_weeks:
        yield first_dose + timedelta(weeks=week)
    anchor = first_dose + timedelta(weeks=schedule.loading_weeks[-1])
    for number in count(1):
        if schedule.interval == FOUR_WEEKLY:
            yield anchor + number * FOUR_WEEKS
        else:
            yield add_months(anchor, number)


def first_year(schedule: Schedule, first_dose: date) -> tuple[date, ...]:
    """Return the injections planned before the anniversary of the first dose."""
    anniversary = add_months(first_dose, 12)
    return tuple(takewhile(lambda day: day < anniversary, doses(schedule, first_dose)))


def deliveries(schedule: Schedule, first_dose: date, *, months_each: int) -> tuple[Delivery, ...]:
    """Return the deliveries of the first year.

    The first holds the product's first doses; each later one holds `months_each` doses and is needed by
    the first of them.
    """
    anniversary = add_months(first_dose, 12)
    planned = doses(schedule, first_dose)
    made = []
    batch = tuple(islice(planned, schedule.first_delivery_doses))
    while batch[0] < anniversary:
        made.append(Delivery(needed_by=batch[0], doses=batch))
        batch = tuple(islice(planned, months_each))
    return tuple(made)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

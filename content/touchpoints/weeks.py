"""Where something lies between registration and week 52, in columns and in words. Pure, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from math import floor

from forms.registration.calendar import MONTHLY, Schedule

LAST_WEEK = 52
# What lies before week 0 has an order but no weeks: it is spread over so many columns.
COLUMNS_BEFORE = 8
WEEKS_OF_A_MONTH = 52 / 12
# Weeks that the scale names.
TICKS = (0, 4, 8, 12, 26, 39, 52)


def column_before(place: int, among: int) -> str:
    """Return the column of the `place`th (from 0) of several touchpoints before week 0, from "b1" to "b8"."""
    if among <= 1:
        return f"b{COLUMNS_BEFORE}"
    return f"b{1 + round(place * (COLUMNS_BEFORE - 1) / (among - 1))}"


def column_of(week: int) -> str:
    """Return the column of a week, from "w0" to "w52"; weeks beyond stand at the end."""
    return f"w{min(max(week, 0), LAST_WEEK)}"


def injection_weeks(schedule: Schedule) -> tuple[int, ...]:
    """Return the weeks of the first year in which an injection is planned, of months as long as the average."""
    last = schedule.loading_weeks[-1]
    interval = WEEKS_OF_A_MONTH if schedule.interval == MONTHLY else 4
    later = (floor(last + number * interval) for number in range(1, LAST_WEEK))
    return (*schedule.loading_weeks, *takewhile(lambda week: week < LAST_WEEK, later))


def delivery_weeks(schedule: Schedule, *, months_each: int) -> tuple[int, ...]:
    """Return the weeks by which the deliveries after the first are needed."""
    return injection_weeks(schedule)[schedule.first_delivery_doses :: months_each]


def in_words(first: int | None, last: int | None, points: Sequence[int] = ()) -> str:
    """Say when: "Before week 0", "Week 0", "Weeks 1, 2, 4, 8 and 12", "Weeks 13 to 52"."""
    if first is None:
        return "Before week 0"
    if 1 < len(points) <= 6:
        *others, end = map(str, points)
        return f"Weeks {', '.join(others)} and {end}"
    if last is None or last <= first:
        return f"Week {first}"
    return f"Weeks {first} to {last}"

"""One patient's first year: the days that follow from a first dose, for nobody in particular. Pure, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from content.touchpoints.journey import Journey, Lane, Step
from content.touchpoints.rhythms import Rhythm
from forms.registration.calendar import Delivery, Schedule, deliveries, first_year

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day, or at the latest on it where `by_then`."""

    day: date
    title: str
    parts: tuple[Lane, ...]
    detail: str = ""
    by_then: bool = False
    is_injection: bool = False
    optional: bool = False

    @property
    def who(self) -> str:
        """Return who acts and who else takes part, in words."""
        return ", ".join(lane.label for lane in self.parts)


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something happens; `week` counts from 0, the week of the first dose."""

    day: date
    week: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a month on which something happens; `first` is the first of them."""

    first: date
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A first year of treatment, and the steps that have no day in it."""

    first_dose: date
    entries: tuple[Entry, ...]
    undated: tuple[Step, ...]

    @property
    def months(self) -> list[Month]:
        """Return the year month by month."""
        grouped = groupby(self.entries, key=lambda entry: (entry.day.year, entry.day.month))
        return [Month(days[0].day, days) for days in (self._days(found) for _month, found in grouped)]

    @property
    def injections(self) -> int:
        """Return how many injections are planned."""
        return len({entry.day for entry in self.entries if entry.is_injection})

    def _days(self, entries: Iterable[Entry]) -> tuple[Day, ...]:
        return tuple(
            Day(day, (day - self.first_dose).days // 7, tuple(found))
            for day, found in groupby(entries, key=lambda entry: entry.day)
        )


def year_of(
    journey: Journey, schedule: Schedule, first_dose: date, *, months_each: int, with_optional: bool
) -> Year:
    """Return the first year of a patient whose first dose is on a day.

    Steps of services that are in development are left out; so are optional ones unless asked for.
    """
    steps = [
        step for step in journey.steps if not step.in_development and (with_optional or not step.optional)
    ]
    days = first_year(schedule, first_dose)
    brought = deliveries(schedule, first_dose, months_each=months_each)
    entries = [entry for step in steps for entry in _entries(step, first_dose, days, brought)]
    undated = [step for step in steps if step.rhythm == Rhythm.NONE and step.first is not None]
    # On one day what is due by then comes first; the rest stands in the order of the journey.
    entries.sort(key=lambda entry: (entry.day, not entry.by_then))
    return Year(first_dose, tuple(entries), tuple(undated))


def _entries(
    step: Step, first_dose: date, days: tuple[date, ...], brought: tuple[Delivery, ...]
) -> Iterator[Entry]:
    planned = [day for day in days if _within(step, (day - first_dose).days // 7)]
    if step.rhythm == Rhythm.DELIVERY:
        yield from _deliveries(step, first_dose, brought)
    elif step.rhythm == Rhythm.ONCE and step.first is not None:
        day = first_dose + timedelta(weeks=step.first)
        yield _entry(step, day, is_injection=day in days)
    elif step.rhythm == Rhythm.INJECTION:
        yield from (_entry(step, day, is_injection=True) for day in planned)
    elif step.rhythm == Rhythm.BEFORE_INJECTION:
        yield from (_entry(step, day - DAY, by_then=True) for day in planned)
    elif step.rhythm == Rhythm.REMINDER:
        for day in planned:
            yield _entry(step, day - DAY, detail="The injection is tomorrow")
            yield _entry(step, day, detail="The injection is today")


def _deliveries(step: Step, first_dose: date, brought: tuple[Delivery, ...]) -> Iterator[Entry]:
    first, *later = brought
    chosen = [first] if step.first is None else later
    for delivery in chosen:
        if step.first is None or _within(step, (delivery.needed_by - first_dose).days // 7):
            number = len(delivery.doses)
            detail = "For 1 injection" if number == 1 else f"For {number} injections"
            yield _entry(step, delivery.needed_by, detail=detail, by_then=True)


def _within(step: Step, week: int) -> bool:
    if step.first is None:
        return False
    return step.first <= week <= (step.first if step.last is None else step.last)


def _entry(
    step: Step, day: date, *, detail: str = "", by_then: bool = False, is_injection: bool = False
) -> Entry:
    parts = ([step.actor] if step.actor else []) + step.involved
    return Entry(day, step.title, tuple(parts), detail, by_then, is_injection, step.optional)

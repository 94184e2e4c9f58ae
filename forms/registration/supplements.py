"""What a registration's answers imply, as it is printed: planned injections and planned deliveries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from forms.definitions.kinds import Supplement
from forms.definitions.spec import Answers
from forms.registration.calendar import Delivery, Schedule, deliveries, first_year
from forms.registration.keys import DELIVERY_FREQUENCY, FIRST_DELIVERY_BY, FIRST_DOSE_DATE, MONTHS_EACH
from programme.models import Product


def planned(product: Product, answers: Answers) -> Iterator[Supplement]:
    """Yield the calendar of injections once the first dose has a date, and of deliveries once their pace is known."""
    first_dose = date_in(answers, FIRST_DOSE_DATE)
    if first_dose is None:
        return
    schedule = schedule_of(product)
    yield Supplement(
        source_field=FIRST_DOSE_DATE,
        label="Planned injections, first year",
        lines=tuple(by_year(first_year(schedule, first_dose))),
    )
    months_each = MONTHS_EACH.get(answers.get(DELIVERY_FREQUENCY, ""))
    if months_each is not None:
        yield Supplement(
            source_field=DELIVERY_FREQUENCY,
            label="Planned deliveries, first year",
            lines=tuple(_delivery_lines(schedule, first_dose, months_each, answers)),
        )


def _delivery_lines(
    schedule: Schedule, first_dose: date, months_each: int, answers: Answers
) -> Iterator[str]:
    """Yield a line per delivery; the first is needed by the day that the team gave, if it gave one."""
    first, *later = deliveries(schedule, first_dose, months_each=months_each)
    asked_by = date_in(answers, FIRST_DELIVERY_BY)
    yield delivery_line(replace(first, needed_by=asked_by) if asked_by else first)
    yield from map(delivery_line, later)


def schedule_of(product: Product) -> Schedule:
    """Return the dosing facts of a product; raise ScheduleUnusable when they make no calendar."""
    return Schedule(
        loading_weeks=tuple(product.loading_weeks),
        interval=product.interval,
        first_delivery_doses=product.first_delivery_doses,
    )


def date_in(answers: Answers, key: str) -> date | None:
    """Return an answer that is a date, or None while there is none."""
    stored = answers.get(key)
    return date.fromisoformat(stored) if isinstance(stored, str) and stored else None


def by_year(days: Sequence[date]) -> Iterator[str]:
    """Write days as one line per year: "2027: 4 January, 11 January, 1 February"; no day is torn apart."""
    for year, group in groupby(days, key=lambda day: day.year):
        yield f"{year}: " + ", ".join(f"{day.day}\N{NO-BREAK SPACE}{day:%B}" for day in group)


def delivery_line(delivery: Delivery) -> str:
    """Write one delivery: how many injections, and which it must be in time for."""
    number = len(delivery.doses)
    injections = "1 injection" if number == 1 else f"{number} injections"
    return f"{injections}, in time for {delivery.needed_by.day} {delivery.needed_by:%B %Y}"

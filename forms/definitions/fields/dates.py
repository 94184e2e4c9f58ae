"""Days asked in three boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django import forms

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, texts_of
from forms.definitions.fields.cleaning import PartError
from forms.definitions.fields.day import DayProblem, bound, in_words, read_day, stored_day, years_between
from forms.definitions.fields.inputs import PartsField
from forms.definitions.spec import FieldSpec, Json
from forms.definitions.widgets import DateWidget

OLDEST_PERSON = 120
DEFAULT_MINIMUM_AGE = 18


class Date(FieldType):
    """A day. Settings: earliest, latest (2027-01-04, today, today+365, today-30)."""

    name = "date"
    label = "Date"
    template = "date"
    parts = DateWidget.parts
    compared = Compared.DATE
    birthday = False

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return PartsField(
            label=field.label,
            required=field.required,
            widget=DateWidget,
            parts=self.parts,
            ask=f"Enter a date for “{field.label}”, for example {self._example(context.today)}",
            combine=partial(self._combine, field, context.today),
        )

    def to_stored(self, field: FieldSpec, cleaned: Any) -> Json:
        return cleaned.isoformat() if isinstance(cleaned, date) else None

    def shaped(self, stored: Json) -> bool:
        return stored_day(stored) is not None

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        today = date(2000, 1, 1)
        found = {name: bound(field.settings.get(name), today) for name in ("earliest", "latest")}
        for name, day in found.items():
            if field.settings.get(name) and day is None:
                yield f"Write the {name} date as 2027-01-04, today, today+365 or today-30."
        # Only bounds of one sort can be compared: what lies between a fixed day and today changes.
        relative = [str(field.settings.get(name, "")).startswith("today") for name in found]
        earliest, latest = found.values()
        if earliest and latest and relative[0] == relative[1] and earliest > latest:
            yield "The earliest date is after the latest date."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        texts = texts_of(value, len(self.parts))
        return {"inputs": date_inputs(texts), "fact": "date"}

    def _combine(self, field: FieldSpec, today: date, texts: list[str]) -> date:
        day = day_or_part_error(field.label, texts)
        earliest = bound(field.settings.get("earliest"), today)
        latest = bound(field.settings.get("latest"), today)
        if earliest and day < earliest:
            raise PartError(f"“{field.label}” must be {in_words(earliest)} or later", "day")
        if latest and day > latest:
            raise PartError(f"“{field.label}” must be {in_words(latest)} or earlier", "day")
        return day

    def _example(self, today: date) -> str:
        return f"{today.day} {today.month} {today.year}"

    def _initial(self, stored: Json) -> Any:
        return day_texts(stored)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (in_words(date.fromisoformat(stored)),)


class DateOfBirth(Date):
    """A patient's date of birth. Setting: minimum_age in years (18)."""

    name = "date_of_birth"
    label = "Date of birth"

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        age = field.settings.get("minimum_age", DEFAULT_MINIMUM_AGE)
        if not isinstance(age, int) or isinstance(age, bool) or not 0 <= age < OLDEST_PERSON:
            yield f"Set the minimum age to a whole number of years from 0 to {OLDEST_PERSON - 1}."

    def _combine(self, field: FieldSpec, today: date, texts: list[str]) -> date:
        born = day_or_part_error(field.label, texts)
        if born > today:
            raise PartError(f"“{field.label}” must be in the past", "year")
        age = years_between(born, today)
        if age > OLDEST_PERSON:
            raise PartError(f"Check the year of “{field.label}”: it makes the person {age} years old", "year")
        minimum = field.settings.get("minimum_age", DEFAULT_MINIMUM_AGE)
        if isinstance(minimum, int) and age < minimum:
            raise PartError(
                f"Check “{field.label}”: the person must be {minimum} or over, and this makes them {age}",
                "year",
            )
        return born

    def _example(self, today: date) -> str:
        return "31 3 1980"


def day_or_part_error(label: str, texts: list[str]) -> date:
    """Return the day in three texts; raise PartError at the box to put right."""
    try:
        return read_day(label, *texts)
    except DayProblem as problem:
        raise PartError(problem.message, problem.part) from None


def day_texts(stored: str) -> list[str]:
    """Return what the three boxes show for a stored day."""
    day = date.fromisoformat(stored)
    return [str(day.day), str(day.month), str(day.year)]


def date_inputs(texts: list[str]) -> list[dict[str, str]]:
    """Return the three boxes for the template."""
    boxes = (("day", "Day", "input--2"), ("month", "Month", "input--2"), ("year", "Year", "input--4"))
    return [
        {"part": part, "label": label, "width": width, "text": text}
        for (part, label, width), text in zip(boxes, texts, strict=True)
    ]

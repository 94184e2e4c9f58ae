"""Answers that nobody gives: a day worked out from another, and a constant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from forms.definitions.conditions import Facts
from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, text_of
from forms.definitions.fields.day import in_words, stored_day
from forms.definitions.fields.offset import DAYS, MONTHS, MOST, NONE, WEEKS, Offset, offset
from forms.definitions.spec import FieldSpec, Json

UNITS = (DAYS, WEEKS, MONTHS)
AFTER, BEFORE = "after", "before"
LONGEST_CONSTANT = 240
WORKED_OUT = "Worked out from your other answers"


class Derived(FieldType):
    """Base: has an answer without being asked."""

    grouped = False
    asked = False

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return forms.Field(label=field.label, required=False, disabled=True)

    def posted(self, field: FieldSpec, stored: Json) -> dict[str, Any]:
        return {}

    def input_names(self, field: FieldSpec) -> tuple[str, ...]:
        return ()


class ComputedDate(Derived):
    """A day some time before or after the answer to a date question, or today.

    Settings: base (the question's key; none: today), amount, unit (days, weeks, months), direction.
    Counted from today it moves until the form is sent.
    """

    name = "computed_date"
    label = "Computed date"
    template = "output"
    compared = Compared.DATE

    def shaped(self, stored: Json) -> bool:
        return stored_day(stored) is not None

    def derive(self, field: FieldSpec, stored: Json, facts: Facts, today: date | None) -> Json:
        base = base_of(field)
        if base:
            found = facts.get(base)
            day = stored_day(found[0]) if found else None
        elif today is None:
            return stored if self.fits(field, stored) else None
        else:
            day = today
        computed = offset_of(field).from_(day) if day else None
        return computed.isoformat() if computed else None

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        if not isinstance(field.settings.get("base", ""), str):
            yield "Write the key of the date question from which the date is counted."
        amount = field.settings.get("amount", 0)
        if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= MOST:
            yield f"Set how far away the date is to a whole number from 0 to {MOST:,}."
        if field.settings.get("unit", DAYS) not in UNITS:
            yield "Count in days, weeks or months."
        if field.settings.get("direction", AFTER) not in (AFTER, BEFORE):
            yield "Say whether the date is before or after."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        distance, base = offset_of(field), base_of(field)
        return {
            "text": in_words(day) if (day := stored_day(value)) else "",
            "empty": WORKED_OUT,
            "fact": "computed" if base else "fixed",
            "value": text_of(value),
            "base": base,
            "months": distance.months,
            "days": distance.days,
        }

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (in_words(date.fromisoformat(stored)),)


class Constant(Derived):
    """A value that the form brings along: never asked, not on any page. Setting: value."""

    name = "constant"
    label = "Hidden constant"
    template = "output"
    hidden = True
    compared = Compared.CHOICE

    def fits(self, field: FieldSpec, stored: Json) -> bool:
        return self.shaped(stored) and stored == _value(field)

    def possible_values(self, field: FieldSpec) -> frozenset[str]:
        return frozenset(filter(None, [_value(field)]))

    def derive(self, field: FieldSpec, stored: Json, facts: Facts, today: date | None) -> Json:
        return _value(field) or None

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        value = field.settings.get("value")
        if not isinstance(value, str) or not value.strip():
            yield "Write the value of the constant."
        elif len(value) > LONGEST_CONSTANT:
            yield f"Shorten the value of the constant to {LONGEST_CONSTANT} characters or fewer."


def base_of(field: FieldSpec) -> str:
    """Return the key of the question from which a computed date is counted, empty for today."""
    return text_of(field.settings.get("base"))


def offset_of(field: FieldSpec) -> Offset:
    """Return how far a computed date is from its base."""
    amount = field.settings.get("amount", 0)
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= MOST:
        return NONE
    return offset(
        amount,
        text_of(field.settings.get("unit")) or DAYS,
        before=field.settings.get("direction") == BEFORE,
    )


def _value(field: FieldSpec) -> str:
    return text_of(field.settings.get("value"))

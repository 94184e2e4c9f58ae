"""A number with its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, text_of
from forms.definitions.fields.inputs import TextField
from forms.definitions.spec import FieldSpec, Json

MOST_DECIMALS = 6
# As many as every programme that reads an export tells apart.
MOST_DIGITS = 15
_TYPED = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+|)(?:\.(\d+))?", re.ASCII)
_STORED = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)


class Number(FieldType):
    """A number, stored as text in its shortest form. Settings: unit, decimals (0), smallest, largest."""

    name = "number"
    label = "Number"
    template = "number"
    grouped = False
    compared = Compared.NUMBER

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TextField(
            label=field.label,
            required=field.required,
            max_length=40,
            ask=f"Enter a number for “{field.label}”",
            check=partial(_number, field),
        )

    def shaped(self, stored: Json) -> bool:
        return isinstance(stored, str) and is_shortest(stored)

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        if not isinstance(field.settings.get("unit", ""), str):
            yield "Write the unit as text, for example kg."
        places = field.settings.get("decimals", 0)
        if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= MOST_DECIMALS:
            yield f"Set the decimal places to a whole number from 0 to {MOST_DECIMALS}."
        for name in ("smallest", "largest"):
            if field.settings.get(name) not in (None, "") and limit(field, name) is None:
                yield f"Write the {name} number with digits and a decimal point, for example 0.5."
        smallest, largest = limit(field, "smallest"), limit(field, "largest")
        if smallest is not None and largest is not None and smallest > largest:
            yield "The smallest number is larger than the largest."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        smallest = limit(field, "smallest")
        positive = smallest is not None and smallest >= 0
        digits_only = positive and decimals(field) == 0
        return {
            "text": text_of(value),
            "unit": unit(field),
            # A keyboard of digits has no minus and no point.
            "inputmode": "numeric" if digits_only else "decimal" if positive else "text",
            "fact": "number",
        }

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (with_unit(field, stored),)


def read_number(text: str, unit: str = "") -> str | None:
    """Return a typed number in its shortest form, None if it is none.

    Commas between thousands, a plus or minus, spaces and the unit after it are understood;
    a decimal comma is not, for it would be read wrongly elsewhere.
    """
    plain = "".join(text.replace("\N{MINUS SIGN}", "-").split()).lower()
    suffix = "".join(unit.split()).lower()
    if suffix and plain.endswith(suffix):
        plain = plain[: -len(suffix)]
    match = _TYPED.fullmatch(plain)
    if match is None:
        return None
    sign, whole, part = match.groups(default="")
    whole, part = whole.replace(",", "").lstrip("0"), part.rstrip("0")
    if not any(character.isdigit() for character in plain) or len(whole) + len(part) > MOST_DIGITS:
        return None
    shortest = f"{whole or '0'}.{part}" if part else whole or "0"
    return f"-{shortest}" if sign == "-" and shortest != "0" else shortest


def is_shortest(text: str) -> bool:
    """Say whether a text is a number in its shortest form, as it is stored."""
    return bool(_STORED.fullmatch(text)) and text != "-0" and sum(map(str.isdigit, text)) <= MOST_DIGITS + 1


def decimals(field: FieldSpec) -> int:
    """Return how many decimal places an answer may have."""
    places = field.settings.get("decimals", 0)
    usable = isinstance(places, int) and not isinstance(places, bool) and 0 <= places <= MOST_DECIMALS
    return places if usable else 0


def limit(field: FieldSpec, name: str) -> Decimal | None:
    """Return the setting `smallest` or `largest`, None where there is none that can be used."""
    written = field.settings.get(name)
    number = read_number(written) if isinstance(written, str) else None
    return Decimal(number) if number is not None else None


def unit(field: FieldSpec) -> str:
    """Return the unit that stands behind the number, often none."""
    return text_of(field.settings.get("unit"))


def with_unit(field: FieldSpec, number: str) -> str:
    """Return a number as it is printed."""
    return f"{number} {unit(field)}".strip()


def _number(field: FieldSpec, text: str) -> str:
    number = read_number(text, unit(field))
    if number is None:
        raise ValidationError(
            f"“{field.label}” must be a number in digits, with a point before decimals, for example 7.5"
            if decimals(field)
            else f"“{field.label}” must be a whole number in digits, for example 12"
        )
    places = len(number.partition(".")[2])
    if places > decimals(field):
        most = decimals(field)
        raise ValidationError(
            f"“{field.label}” must have {most} decimal place{'s' * (most > 1)} or fewer"
            if most
            else f"“{field.label}” must be a whole number, without decimals"
        )
    smallest, largest = limit(field, "smallest"), limit(field, "largest")
    if smallest is not None and Decimal(number) < smallest:
        raise ValidationError(f"“{field.label}” must be {with_unit(field, format(smallest, 'f'))} or more")
    if largest is not None and Decimal(number) > largest:
        raise ValidationError(f"“{field.label}” must be {with_unit(field, format(largest, 'f'))} or less")
    return number

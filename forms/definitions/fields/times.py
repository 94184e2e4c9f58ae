"""A time of day on the 24-hour clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, text_of
from forms.definitions.fields.inputs import TextField
from forms.definitions.spec import FieldSpec, Json

_TYPED = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm)?", re.ASCII)
_STORED = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}


class Time(FieldType):
    """A time, stored as 09:30. Settings: earliest, latest (as 09:30)."""

    name = "time"
    label = "Time"
    template = "text"
    grouped = False
    compared = Compared.TIME

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TextField(
            label=field.label,
            required=field.required,
            max_length=20,
            ask=f"Enter a time for “{field.label}”, for example 09:30 or 2.15 pm",
            check=partial(_time, field),
        )

    def shaped(self, stored: Json) -> bool:
        return isinstance(stored, str) and bool(_STORED.fullmatch(stored))

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        earliest, latest = (_limit(field, name) for name in ("earliest", "latest"))
        for name, found in (("earliest", earliest), ("latest", latest)):
            if field.settings.get(name) and not found:
                yield f"Write the {name} time as 09:30."
        if earliest and latest and earliest > latest:
            yield "The earliest time is after the latest time."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        return {
            "text": text_of(value),
            "type": "text",
            "autocomplete": "off",
            "width": "input--10",
            "fact": "time",
        }


def read_time(text: str) -> str | None:
    """Return a typed time on the 24-hour clock, as in 09:30, None if it is none.

    Understood are 9.30, 9:30, 0930, 9, 9:30 am, 2 p.m., noon, midday and midnight.
    """
    plain = "".join(text.lower().split())
    plain = f"{plain[:-4]}{plain[-4]}m" if plain.endswith(("a.m.", "p.m.")) else plain
    if plain in _NAMED:
        return _NAMED[plain]
    match = _TYPED.fullmatch(plain)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def is_time(text: str) -> bool:
    """Say whether a text is a time as it is stored."""
    return bool(_STORED.fullmatch(text))


def _limit(field: FieldSpec, name: str) -> str:
    written = field.settings.get(name)
    return written if isinstance(written, str) and is_time(written) else ""


def _time(field: FieldSpec, text: str) -> str:
    time = read_time(text)
    if time is None:
        raise ValidationError(f"“{field.label}” must be a time, for example 09:30 or 2.15 pm")
    earliest, latest = _limit(field, "earliest"), _limit(field, "latest")
    if earliest and time < earliest:
        raise ValidationError(f"“{field.label}” must be {earliest} or later")
    if latest and time > latest:
        raise ValidationError(f"“{field.label}” must be {latest} or earlier")
    return time

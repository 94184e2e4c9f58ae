"""What an editor wants of an answer: its length, range, pattern, or how it stands to another answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from forms.definitions import patterns
from forms.definitions.conditions import Facts, number_of
from forms.definitions.fields.base import Compared
from forms.definitions.fields.day import bound, in_words, stored_day
from forms.definitions.fields.offset import NONE, read_offset
from forms.definitions.fields.registry import field_type
from forms.definitions.spec import Check, FieldSpec, Json

SHORTEST, LONGEST, SMALLEST, LARGEST = "shortest", "longest", "smallest", "largest"
EARLIEST, LATEST, PATTERN = "earliest", "latest", "pattern"
SAME_AS, DIFFERENT_FROM, NOT_BEFORE, NOT_AFTER = "same_as", "different_from", "not_before", "not_after"
AT_LEAST, AT_MOST = "at_least", "at_most"

_TEXT, _NUMBER = frozenset({Compared.TEXT}), frozenset({Compared.NUMBER})
_DATE, _DAY_OR_TIME = frozenset({Compared.DATE}), frozenset({Compared.DATE, Compared.TIME})
_ANY = frozenset({Compared.TEXT, Compared.CHOICE, Compared.DATE, Compared.TIME, Compared.NUMBER})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check: which answers it fits, and whether it looks at another answer."""

    label: str
    fits: frozenset[Compared]
    other: bool = False


KINDS: dict[str, Kind] = {
    SHORTEST: Kind("has at least this many characters", _TEXT),
    LONGEST: Kind("has at most this many characters", _TEXT),
    PATTERN: Kind("has the pattern", _TEXT),
    SMALLEST: Kind("is this number or more", _NUMBER),
    LARGEST: Kind("is this number or less", _NUMBER),
    EARLIEST: Kind("is this date or time or later", _DAY_OR_TIME),
    LATEST: Kind("is this date or time or earlier", _DAY_OR_TIME),
    SAME_AS: Kind("is the same as the answer to", _ANY, other=True),
    DIFFERENT_FROM: Kind("is different from the answer to", _ANY, other=True),
    NOT_BEFORE: Kind("is not before the answer to", _DAY_OR_TIME, other=True),
    NOT_AFTER: Kind("is not after the answer to", _DAY_OR_TIME, other=True),
    AT_LEAST: Kind("is at least the answer to", _NUMBER, other=True),
    AT_MOST: Kind("is at most the answer to", _NUMBER, other=True),
}


def broken_check(field: FieldSpec, stored: Json, facts: Facts, today: date) -> str:
    """Say what is wrong by the first check that an answer fails; empty if it passes all.

    What is compared with a question that has no answer passes.
    """
    if not field.checks:
        return ""
    own = field_type(field.type).facts(stored)
    for check in field.checks:
        if own and not _passes(check, own[0], facts, today):
            return check.message or usual_message(check, field.label, today)
    return ""


def usual_message(check: Check, label: str, today: date | None = None, other: str = "") -> str:
    """Return the words for a failed check whose editor wrote none; `other` is the label of the other question."""
    match check.kind:
        case "shortest":
            return f"“{label}” must have {int(check.value):,} characters or more"
        case "longest":
            return f"“{label}” must have {int(check.value):,} characters or fewer"
        case "smallest":
            return f"“{label}” must be {check.value} or more"
        case "largest":
            return f"“{label}” must be {check.value} or less"
        case "earliest":
            return f"“{label}” must be {_said(check.value, today)} or later"
        case "latest":
            return f"“{label}” must be {_said(check.value, today)} or earlier"
        case "pattern":
            return f"“{label}” does not have the form that is expected here. Check it"
    return f"“{label}” {_RELATIONS[check.kind]} {_standing_off(check, other)}"


_RELATIONS = {
    SAME_AS: "must be the same as",
    DIFFERENT_FROM: "must be different from",
    NOT_BEFORE: "must not be before",
    NOT_AFTER: "must not be after",
    AT_LEAST: "must not be less than",
    AT_MOST: "must not be more than",
}


def _standing_off(check: Check, other: str) -> str:
    if not check.value:
        return f"“{other}”"
    backwards = check.value.strip().startswith("-")
    return f"{check.value.strip().lstrip('+-').strip()} {'before' if backwards else 'after'} “{other}”"


def _said(value: str, today: date | None) -> str:
    day = bound(value, today) if today else stored_day(value)
    return in_words(day) if day else value


def _passes(check: Check, own: str, facts: Facts, today: date) -> bool:
    if check.kind in KINDS and KINDS[check.kind].other:
        other = facts.get(check.field)
        return not other or _stands(check, own, other[0])
    passes = _BY_VALUE.get(check.kind)
    return passes is None or passes(own, check.value, today)


def _stands(check: Check, own: str, other: str) -> bool:
    match check.kind:
        case "same_as":
            return own == other
        case "different_from":
            return own != other
        case "at_least":
            return _compared(own, other, lowest=True)
        case "at_most":
            return _compared(own, other, lowest=False)
    moved = _moved(other, check.value)
    return not moved or (own >= moved if check.kind == NOT_BEFORE else own <= moved)


def _moved(other: str, by: str) -> str:
    """Return the other day moved by what the check says; times stay."""
    day, distance = stored_day(other), read_offset(by) or NONE
    if day is None:
        return other
    moved = distance.from_(day)
    return moved.isoformat() if moved else ""


def _compared(own: str, other: str, *, lowest: bool) -> bool:
    number, limit = number_of(own), number_of(other)
    if number is None or limit is None:
        return True
    return number >= limit if lowest else number <= limit


def _within(own: str, value: str, today: date, *, earliest: bool) -> bool:
    day = bound(value, today)
    limit = day.isoformat() if day else value
    return own >= limit if earliest else own <= limit


_BY_VALUE: dict[str, Callable[[str, str, date], bool]] = {
    SHORTEST: lambda own, value, _: len(own) >= int(value),
    LONGEST: lambda own, value, _: len(own) <= int(value),
    SMALLEST: lambda own, value, _: _compared(own, value, lowest=True),
    LARGEST: lambda own, value, _: _compared(own, value, lowest=False),
    EARLIEST: lambda own, value, today: _within(own, value, today, earliest=True),
    LATEST: lambda own, value, today: _within(own, value, today, earliest=False),
    PATTERN: lambda own, value, _: patterns.matches(value, own),
}

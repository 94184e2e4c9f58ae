"""What editors want checked: each check must fit its question, and what it is compared with must be known by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from forms.definitions import checks
from forms.definitions.compile.circles import CIRCLE, Dependencies
from forms.definitions.compile.plain import items_of
from forms.definitions.compile.problems import Problems
from forms.definitions.compile.references import Target, targets_of
from forms.definitions.compile.source import Source, SourceField
from forms.definitions.conditions import number_of
from forms.definitions.fields import field_type
from forms.definitions.fields.base import Compared
from forms.definitions.fields.day import bound
from forms.definitions.fields.derived import base_of
from forms.definitions.fields.numbers import is_shortest, read_number
from forms.definitions.fields.offset import read_offset
from forms.definitions.fields.text import LONGEST_TEXT
from forms.definitions.fields.times import is_time
from forms.definitions.pattern_records import NamedPattern
from forms.definitions.patterns import PatternText
from forms.definitions.spec import Check, FieldSpec

if TYPE_CHECKING:
    from forms.definitions.models import Form

LENGTHS = frozenset({checks.SHORTEST, checks.LONGEST})
NUMBERS = frozenset({checks.SMALLEST, checks.LARGEST})
# What cannot both hold when the first is above the second.
PAIRS = (
    (checks.SHORTEST, checks.LONGEST),
    (checks.SMALLEST, checks.LARGEST),
    (checks.EARLIEST, checks.LATEST),
)
SORTS = {
    Compared.TEXT: "texts",
    Compared.NUMBER: "numbers",
    Compared.DATE: "dates",
    Compared.TIME: "times",
    Compared.CHOICE: "choices",
}
AT_THE_LATER = "Put the check at the later of the two questions."
_SOME_DAY = date(2000, 1, 1)


def patterns_of(form: Form) -> dict[str, PatternText]:
    """Return the named patterns that a form uses, by key; no query unless a check names one."""
    keys = {
        check.get("pattern") or ""
        for step in form.steps.get_prep_value() or ()
        for question in step["value"].get("fields") or ()
        for check in items_of(question["value"].get("checks"))
        if check.get("kind") == checks.PATTERN
    }
    if not keys:
        return {}
    return {
        one.key: PatternText(one.pattern, one.message) for one in NamedPattern.objects.filter(key__in=keys)
    }


def problems(source: Source, patterns: Mapping[str, PatternText]) -> Problems:
    """Say which checks and computed dates cannot work."""
    targets, depends = targets_of(source), Dependencies(source)
    for field in source.fields():
        for index, check in enumerate(field.spec.checks):
            for part, message in _of_check(field, check, targets, depends, patterns):
                yield field.problem(message, "checks", index, part)
        yield from _against_each_other(field)
        yield from _of_base(field, targets, depends)


def frozen(field: FieldSpec, labels: Mapping[str, str], patterns: Mapping[str, PatternText]) -> FieldSpec:
    """Return a question with its checks as the version keeps them: patterns and words as they are now.

    What is only looked at or tried goes without the checks that cannot work.
    """
    sound = [check for check in field.checks if _works(check, field, labels, patterns)]
    return replace(field, checks=tuple(_frozen(check, field.label, labels, patterns) for check in sound))


def _works(
    check: Check, field: FieldSpec, labels: Mapping[str, str], patterns: Mapping[str, PatternText]
) -> bool:
    kind = checks.KINDS.get(check.kind)
    if kind is None or (kind.other and check.field not in labels):
        return False
    return kind.other or not _value_message(check, field_type(field.type).compared, patterns)


def _frozen(
    check: Check, label: str, labels: Mapping[str, str], patterns: Mapping[str, PatternText]
) -> Check:
    if check.kind == checks.PATTERN and (named := patterns.get(check.value)):
        return replace(check, value=named.pattern, message=check.message or named.message)
    if check.kind in checks.KINDS and checks.KINDS[check.kind].other and not check.message:
        words = checks.usual_message(check, label, other=labels.get(check.field, check.field))
        return replace(check, message=words)
    return check


def _of_check(
    field: SourceField,
    check: Check,
    targets: Mapping[str, Target],
    depends: Dependencies,
    patterns: Mapping[str, PatternText],
) -> Iterator[tuple[str, str]]:
    kind = checks.KINDS.get(check.kind)
    if kind is None:
        yield "kind", "Choose what is checked."
    elif field.type is None or not field.type.asked:
        yield "kind", "Nobody answers this, so there is nothing to check."
    elif field.type.compared not in kind.fits:
        fitting = " and ".join(SORTS[one] for one in Compared if one in kind.fits)
        yield "kind", f"This check is for {fitting} only."
    elif kind.other:
        yield from _of_other(field, field.type.compared, check, targets, depends)
    elif message := _value_message(check, field.type.compared, patterns):
        yield "pattern" if check.kind == checks.PATTERN else "value", message


def _value_message(check: Check, compared: Compared, patterns: Mapping[str, PatternText]) -> str:
    if check.kind == checks.PATTERN:
        return "" if check.value in patterns else "Choose a pattern from the list."
    if check.kind in LENGTHS:
        usable = check.value.isascii() and check.value.isdigit() and 1 <= int(check.value[:6]) <= LONGEST_TEXT
        return "" if usable else f"Write a whole number of characters from 1 to {LONGEST_TEXT:,}."
    if check.kind in NUMBERS:
        shortest = read_number(check.value)
        if not shortest:
            return "Write a number in digits, for example 7.5."
        return "" if is_shortest(check.value) else f"Write the number as {shortest}."
    if compared == Compared.TIME:
        return "" if is_time(check.value) else "Write the time on the 24-hour clock, for example 09:30."
    return (
        "" if bound(check.value, _SOME_DAY) else "Write the date as 2027-01-04, today, today+365 or today-30."
    )


def _of_other(
    field: SourceField,
    compared: Compared,
    check: Check,
    targets: Mapping[str, Target],
    depends: Dependencies,
) -> Iterator[tuple[str, str]]:
    own, other = targets.get(field.spec.key), targets.get(check.field)
    if not check.field:
        yield "field", "Write the key of the question with which the answer is compared."
    elif other is None:
        yield "field", f"No question has the key “{check.field}”."
    elif message := _too_late(check.field, field, own, other, depends, AT_THE_LATER):
        yield "field", message
    elif other.compared != compared:
        yield (
            "field",
            f"“{check.field}” has answers of another sort. Compare {SORTS[compared]} with each other.",
        )
    elif check.value and (
        compared != Compared.DATE or check.kind not in (checks.NOT_BEFORE, checks.NOT_AFTER)
    ):
        yield "value", "Leave the value empty."
    elif check.value and read_offset(check.value) is None:
        yield "value", "Write how far from the other date as +7 days, -2 weeks or +1 month."


def _too_late(
    key: str, field: SourceField, own: Target | None, other: Target, depends: Dependencies, remedy: str
) -> str:
    if own is not None and other.place < own.place:
        return ""
    if key in depends.on(field.spec.key):
        return CIRCLE.format(key)
    return f"“{key}” is not asked before this. {remedy}"


def _against_each_other(field: SourceField) -> Problems:
    for low, high in PAIRS:
        lows = [check.value for check in field.spec.checks if check.kind == low]
        for index, check in enumerate(field.spec.checks):
            if check.kind == high and any(_above(one, check.value) for one in lows):
                yield field.problem(
                    "No answer can pass this check and the one before it.", "checks", index, "value"
                )


def _above(low: str, high: str) -> bool:
    numbers = number_of(low), number_of(high)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] > numbers[1]
    days = bound(low, _SOME_DAY), bound(high, _SOME_DAY)
    # Only bounds of one sort can be compared: what lies between a fixed day and today changes.
    if days[0] and days[1]:
        return low.startswith("today") == high.startswith("today") and days[0] > days[1]
    return is_time(low) and is_time(high) and low > high


def _of_base(field: SourceField, targets: Mapping[str, Target], depends: Dependencies) -> Problems:
    """Say whether a computed date is counted from something that is no date, or is not known by then."""
    key = base_of(field.spec) if field.spec.type == "computed_date" else ""
    if not key:
        return
    own, base = targets.get(field.spec.key), targets.get(key)
    if base is None:
        yield field.problem(f"No question has the key “{key}”.", "base")
    elif message := _too_late(key, field, own, base, depends, "Count from an earlier date."):
        yield field.problem(message, "base")
    elif base.compared != Compared.DATE:
        yield field.problem(f"“{key}” does not ask for a date.", "base")

"""Conditions look back: at an existing, earlier question, in a way that its type can answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from forms.definitions import conditions
from forms.definitions.compile import companions
from forms.definitions.compile.assembly import has_companion
from forms.definitions.compile.circles import CIRCLE, Dependencies
from forms.definitions.compile.problems import CompileProblem, Problems
from forms.definitions.compile.source import Source
from forms.definitions.fields import field_type
from forms.definitions.fields.base import Compared
from forms.definitions.fields.day import stored_day
from forms.definitions.fields.numbers import is_shortest, read_number
from forms.definitions.fields.times import is_time
from forms.definitions.spec import ALL, ANY, Condition, FieldSpec, Rule

WITHOUT_VALUE = frozenset({conditions.ANSWERED, conditions.NOT_ANSWERED})
# What each comparison that is not for all answers fits, and what an editor is told otherwise.
FITS = {
    conditions.BEFORE: frozenset({Compared.DATE, Compared.TIME}),
    conditions.AFTER: frozenset({Compared.DATE, Compared.TIME}),
    conditions.CONTAINS: frozenset({Compared.SEVERAL}),
    conditions.CONTAINS_WORDS: frozenset({Compared.TEXT}),
    conditions.AT_LEAST: frozenset({Compared.NUMBER}),
    conditions.AT_MOST: frozenset({Compared.NUMBER}),
}
MISFIT = {
    conditions.BEFORE: "“Before” and “after” compare dates and times only.",
    conditions.AFTER: "“Before” and “after” compare dates and times only.",
    conditions.CONTAINS: "“Has ticked” is for checkboxes only.",
    conditions.CONTAINS_WORDS: "“Contains the words” is for texts only.",
    conditions.AT_LEAST: "“At least” and “at most” compare numbers only.",
    conditions.AT_MOST: "“At least” and “at most” compare numbers only.",
}
# More possible answers than these hide what is wrong.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Target:
    """A question that a condition may look at; `place` counts questions through the whole form."""

    place: int
    compared: Compared
    values: frozenset[str]
    collects: bool = True


ProblemAt = Callable[..., CompileProblem]


def problems(source: Source) -> Problems:
    """Say what is wrong with every condition. Disclosures and routes may look at any question."""
    targets = targets_of(source)
    anywhere = len(targets)
    place = 0
    depends = Dependencies(source)
    for step in source.steps:
        circles = frozenset(key for field in step.fields for key in depends.on(field.spec.key))
        yield from _of_rule(step.spec.show_when, ("show_when",), step.problem, targets, place, circles)
        for field in step.fields:
            circles = depends.on(field.spec.key)
            yield from _of_rule(field.spec.show_when, ("show_when",), field.problem, targets, place, circles)
            place += 2 if has_companion(field) else 1
            for index, disclosure in enumerate(field.spec.disclosures):
                below = ("disclosures", index, "when")
                yield from _of_rule(disclosure.when, below, field.problem, targets, anywhere)
    for route in source.routes:
        yield from _of_rule(route.spec.show_when, ("show_when",), route.problem, targets, anywhere)


def targets_of(source: Source) -> dict[str, Target]:
    """Return every question that a condition may look at, by key, with those of the companions."""
    targets: dict[str, Target] = {}
    place = 0
    for field in source.fields():
        key = field.spec.key
        if field.type is None:
            targets.setdefault(key, Target(place, Compared.PRESENCE, frozenset()))
        else:
            values = field.type.possible_values(field.spec)
            targets.setdefault(key, Target(place, field.type.compared, values, field.type.collects))
        place += 1
        if has_companion(field):
            asked = FieldSpec(companions.companion_key(key), companions.TYPE, "")
            values = field_type(companions.TYPE).possible_values(asked)
            targets.setdefault(asked.key, Target(place, Compared.CHOICE, values))
            place += 1
    targets.pop("", None)
    return targets


def _of_rule(
    rule: Rule,
    below: tuple[str | int, ...],
    problem: ProblemAt,
    targets: Mapping[str, Target],
    before: int,
    circles: Collection[str] = (),
) -> Problems:
    if rule.match not in (ALL, ANY):
        yield problem("Choose whether all or any of the conditions must hold.", *below, "match")
    for index, condition in enumerate(rule.conditions):
        for part, message in _of_condition(condition, targets, before, circles):
            yield problem(message, *below, "conditions", index, part)


def _of_condition(
    condition: Condition, targets: Mapping[str, Target], before: int, circles: Collection[str]
) -> Iterator[tuple[str, str]]:
    if not condition.field:
        yield "field", "Write the key of the question that decides."
        return
    target = targets.get(condition.field)
    if target is None:
        yield "field", f"No question has the key “{condition.field}”."
    elif not target.collects:
        yield "field", f"“{condition.field}” is information text: it has no answer."
    elif target.place >= before and condition.field in circles:
        yield "field", CIRCLE.format(condition.field)
    elif target.place >= before:
        yield (
            "field",
            f"“{condition.field}” is not asked before this. A condition refers to an earlier question.",
        )
    elif message := _operator_message(condition.operator, target):
        yield "operator", message
    elif message := _value_message(condition, target):
        yield "value", message


def _operator_message(operator: str, target: Target) -> str:
    if operator not in conditions.OPERATORS:
        return "Choose a comparison."
    if operator not in WITHOUT_VALUE and target.compared == Compared.PRESENCE:
        return "This question can only be “answered” or “not answered”."
    if target.compared not in FITS.get(operator, frozenset(Compared)):
        return MISFIT[operator]
    return ""


def _value_message(condition: Condition, target: Target) -> str:
    if condition.operator in WITHOUT_VALUE:
        return "Leave the value empty." if condition.values else ""
    if not condition.values:
        return "Write the value to compare with."
    for value in condition.values:
        if message := _misread(value, target.compared):
            return message
    if condition.operator == conditions.CONTAINS_WORDS and not conditions.words_of(condition.values[0]):
        return "Write at least one word with letters or digits."
    unknown = [value for value in condition.values if target.values and value not in target.values]
    if unknown:
        known = sorted(target.values)
        more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
        return f"“{unknown[0]}” is not a possible answer. Possible: {', '.join(known[:MOST_NAMED])}{more}."
    return ""


def _misread(value: str, compared: Compared) -> str:
    """Say how a value is written that is compared with answers of a sort; empty if it is written so."""
    if compared == Compared.DATE and stored_day(value) is None:
        return "Write the date as year, month and day, for example 2027-01-31."
    if compared == Compared.TIME and not is_time(value):
        return "Write the time on the 24-hour clock, for example 09:30."
    if compared == Compared.NUMBER and not is_shortest(value):
        shortest = read_number(value)
        return (
            f"Write the number as {shortest}." if shortest else "Write a number in digits, for example 7.5."
        )
    return ""

"""Conditions look back: at an existing, earlier question, in a way that its type can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.definitions import conditions
from forms.definitions.compile import companions
from forms.definitions.compile.assembly import has_companion
from forms.definitions.compile.problems import CompileProblem, Problems
from forms.definitions.compile.source import Source
from forms.definitions.fields.confirmations import HOW_OBTAINED
from forms.definitions.fields.identifiers import LABELS as HEALTH_NUMBERS
from forms.definitions.spec import ALL, ANY, Condition, Rule

WITHOUT_VALUE = frozenset({conditions.ANSWERED, conditions.NOT_ANSWERED})
ORDERED = frozenset({conditions.BEFORE, conditions.AFTER})
DATES = frozenset({"date", "date_of_birth"})
# Their answers have no value that an editor could write down: only whether there is one.
ANSWERED_ONLY = frozenset({"address", "declaration", "organisation", "partner", "signature", "site"})
POSSIBLE = {
    "yes_no": frozenset({"yes", "no"}),
    "health_number": frozenset(HEALTH_NUMBERS),
    "permission": frozenset(way.value for way in HOW_OBTAINED),
}
COLLECTS_NOTHING = "information"


@dataclass(frozen=True, slots=True)
class Target:
    """A question that a condition may look at; `place` counts questions through the whole form."""

    place: int
    type: str
    values: frozenset[str]


ProblemAt = Callable[..., CompileProblem]


def problems(source: Source) -> Problems:
    """Say what is wrong with every condition. Disclosures and routes may look at any question."""
    targets = _targets(source)
    anywhere = len(targets)
    place = 0
    for step in source.steps:
        yield from _of_rule(step.spec.show_when, ("show_when",), step.problem, targets, place)
        for field in step.fields:
            yield from _of_rule(field.spec.show_when, ("show_when",), field.problem, targets, place)
            place += 2 if has_companion(field) else 1
            for index, disclosure in enumerate(field.spec.disclosures):
                below = ("disclosures", index, "when")
                yield from _of_rule(disclosure.when, below, field.problem, targets, anywhere)
    for route in source.routes:
        yield from _of_rule(route.spec.show_when, ("show_when",), route.problem, targets, anywhere)


def _targets(source: Source) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    place = 0
    for field in source.fields():
        key, kind = field.spec.key, field.spec.type
        values = POSSIBLE.get(kind) or frozenset(option.value for option in field.spec.options)
        targets.setdefault(key, Target(place, kind, values))
        place += 1
        if has_companion(field):
            targets.setdefault(
                companions.companion_key(key), Target(place, companions.TYPE, POSSIBLE[companions.TYPE])
            )
            place += 1
    targets.pop("", None)
    return targets


def _of_rule(
    rule: Rule,
    below: tuple[str | int, ...],
    problem: ProblemAt,
    targets: Mapping[str, Target],
    before: int,
) -> Problems:
    if rule.match not in (ALL, ANY):
        yield problem("Choose whether all or any of the conditions must hold.", *below, "match")
    for index, condition in enumerate(rule.conditions):
        for part, message in _of_condition(condition, targets, before):
            yield problem(message, *below, "conditions", index, part)


def _of_condition(
    condition: Condition, targets: Mapping[str, Target], before: int
) -> Iterator[tuple[str, str]]:
    if not condition.field:
        yield "field", "Write the key of the question that decides."
        return
    target = targets.get(condition.field)
    if target is None:
        yield "field", f"No question has the key “{condition.field}”."
    elif target.type == COLLECTS_NOTHING:
        yield "field", f"“{condition.field}” is information text: it has no answer."
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
    if operator in ORDERED and target.type not in DATES:
        return "“Before” and “after” compare dates only."
    if operator == conditions.CONTAINS and target.type != "checkboxes":
        return "“Has ticked” is for checkboxes only."
    if operator not in WITHOUT_VALUE and target.type in ANSWERED_ONLY:
        return "This question can only be “answered” or “not answered”."
    return ""


def _value_message(condition: Condition, target: Target) -> str:
    if condition.operator in WITHOUT_VALUE:
        return "Leave the value empty." if condition.values else ""
    if not condition.values:
        return "Write the value to compare with."
    if target.type in DATES and not all(_is_iso_date(value) for value in condition.values):
        return "Write the date as year, month and day, for example 2027-01-31."
    unknown = [value for value in condition.values if target.values and value not in target.values]
    if unknown:
        known = ", ".join(sorted(target.values))
        return f"“{unknown[0]}” is not a possible answer. Possible: {known}."
    return ""


def _is_iso_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False

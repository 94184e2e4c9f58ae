"""Choose what an audience receives. Default deny: a field reaches an audience only by a decision that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from forms.definitions.conditions import NOT_ANSWERED, Facts, holds
from forms.definitions.fields import field_type
from forms.definitions.kinds import Supplement
from forms.definitions.path import AppliedForm, apply
from forms.definitions.spec import (
    ALL,
    SHARE,
    WHEN,
    Answers,
    Condition,
    Disclosure,
    FieldSpec,
    FormSpec,
    Rule,
    StepSpec,
)
from forms.documents.content import Row, Section


def build_sections(
    *, spec: FormSpec, answers: Answers, audience: str, supplements: Iterable[Supplement] = ()
) -> tuple[Section, ...]:
    """Return the steps of the form with the answered fields that `audience` may receive.

    What follows from an answer stands after it and goes where it goes. Fields without an answer and steps
    without a row are left out.
    """
    applied = apply(spec, answers)
    follow = tuple(supplements)
    sections = (Section(step.title, tuple(_rows(step, applied, audience, follow))) for step in applied.steps)
    return tuple(section for section in sections if section.rows)


def may_receive(field: FieldSpec, audience: str, facts: Facts, *, asked: Collection[str] = ()) -> bool:
    """Say whether an audience receives a field. No decision, or two that differ, mean no.

    `asked` are the keys of the questions on the way, answered or not.
    """
    decisions = [one for one in field.disclosures if one.audience == audience]
    return bool(decisions) and all(_allows(one, facts, asked) for one in decisions)


def _allows(disclosure: Disclosure, facts: Facts, asked: Collection[str]) -> bool:
    if disclosure.decision == SHARE:
        return True
    # A rule without conditions always holds, so here it is no decision.
    return (
        disclosure.decision == WHEN
        and bool(disclosure.when.conditions)
        and _is_met(disclosure.when, facts, asked)
    )


def _is_met(rule: Rule, facts: Facts, asked: Collection[str]) -> bool:
    """Say whether a rule lets an answer out: stricter than `applies`, for silence is no yes."""
    results = (_is_known(one, facts, asked) and holds(one, facts) for one in rule.conditions)
    return all(results) if rule.match == ALL else any(results)


def _is_known(condition: Condition, facts: Facts, asked: Collection[str]) -> bool:
    """Say whether the person gave what a condition compares; an empty answer is given only when asked for."""
    if condition.operator == NOT_ANSWERED:
        return condition.field in asked
    return bool(facts.get(condition.field))


def _rows(
    step: StepSpec, applied: AppliedForm, audience: str, supplements: tuple[Supplement, ...]
) -> Iterator[Row]:
    asked = {field.key for one in applied.steps for field in one.fields}
    for field in step.fields:
        if not may_receive(field, audience, applied.facts, asked=asked):
            continue
        lines = field_type(field.type).lines(field, applied.answers.get(field.key))
        if not lines:
            continue
        yield Row(field.label, lines)
        for supplement in supplements:
            if supplement.source_field == field.key and supplement.lines:
                yield Row(supplement.label, supplement.lines)

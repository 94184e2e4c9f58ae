"""Choose what an audience receives. Default deny: a field reaches an audience only by a decision that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

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


def build_rows(*, spec: FormSpec, answers: Answers, audience: str, keys: Iterable[str]) -> tuple[Row, ...]:
    """Return the answered fields of these keys, in their order, that `audience` may receive."""
    applied = apply(spec, answers)
    rows = {row.key: row for step in applied.steps for row in _received(step, applied, audience)}
    return tuple(Row(rows[key].label, rows[key].lines) for key in keys if key in rows)


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
    for received in _received(step, applied, audience):
        yield Row(received.label, received.lines)
        for supplement in supplements:
            if supplement.source_field == received.key and supplement.lines:
                yield Row(supplement.label, supplement.lines)


@dataclass(frozen=True, slots=True)
class _Received:
    key: str
    label: str
    lines: tuple[str, ...]


def _received(step: StepSpec, applied: AppliedForm, audience: str) -> Iterator[_Received]:
    """Yield what an audience receives of a step: the only way from an answer into a document."""
    asked = {field.key for one in applied.steps for field in one.fields}
    for field in step.fields:
        if may_receive(field, audience, applied.facts, asked=asked):
            lines = field_type(field.type).lines(field, applied.answers.get(field.key))
            if lines:
                yield _Received(field.key, field.label, lines)

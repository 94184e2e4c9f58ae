"""Choose what an audience receives. Default deny: a field reaches an audience only by a decision that says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from forms.definitions.conditions import NOT_ANSWERED, Facts, holds
from forms.definitions.fields import field_type
from forms.definitions.fields.base import AnsweredFile, AnswerTable
from forms.definitions.kinds import Supplement
from forms.definitions.path import AppliedForm
from forms.definitions.spec import (
    ALL,
    SHARE,
    WHEN,
    Condition,
    Disclosure,
    FieldSpec,
    Rule,
)
from forms.documents.content import Row, Section, Table


@dataclass(frozen=True, slots=True)
class DisclosedAnswer:
    """An answer that an audience may receive, as printed."""

    key: str
    label: str
    lines: tuple[str, ...]
    files: tuple[AnsweredFile, ...] = ()
    table: AnswerTable | None = None


@dataclass(frozen=True, slots=True)
class DisclosedStep:
    """What an audience may receive of one step."""

    title: str
    answers: tuple[DisclosedAnswer, ...]


def disclose(applied: AppliedForm, *, audience: str) -> tuple[DisclosedStep, ...]:
    """Return what an audience receives of an answered form: the only way from an answer into a document.

    Fields without an answer are left out, and steps without a field.
    """
    asked = {field.key for step in applied.steps for field in step.fields}
    steps = (
        DisclosedStep(
            step.title,
            tuple(
                DisclosedAnswer(
                    field.key,
                    field.label,
                    lines,
                    field_type(field.type).files(field, applied.answers.get(field.key)),
                    field_type(field.type).table(field, applied.answers.get(field.key)),
                )
                for field in step.fields
                if may_receive(field, audience, applied.facts, asked=asked)
                and (lines := field_type(field.type).lines(field, applied.answers.get(field.key)))
            ),
        )
        for step in applied.steps
    )
    return tuple(step for step in steps if step.answers)


def build_sections(
    disclosed: Iterable[DisclosedStep], *, supplements: Iterable[Supplement] = ()
) -> tuple[Section, ...]:
    """Return a section for each step; what follows from an answer stands after it and goes where it goes."""
    follow = tuple(supplements)
    return tuple(Section(step.title, tuple(_rows(step, follow))) for step in disclosed)


def disclosed_files(disclosed: Iterable[DisclosedStep]) -> tuple[AnsweredFile, ...]:
    """Return the files of the answers that an audience receives: no others may travel with its document."""
    return tuple(file for step in disclosed for answer in step.answers for file in answer.files)


def build_rows(disclosed: Iterable[DisclosedStep], *, keys: Iterable[str]) -> tuple[Row, ...]:
    """Return the answers to the fields of these keys, in their order."""
    answers = {answer.key: answer for step in disclosed for answer in step.answers}
    return tuple(Row(answers[key].label, answers[key].lines) for key in keys if key in answers)


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


def _rows(step: DisclosedStep, supplements: tuple[Supplement, ...]) -> Iterator[Row]:
    for answer in step.answers:
        table = Table(answer.table.columns, answer.table.rows) if answer.table else None
        yield Row(answer.label, answer.lines, table)
        for supplement in supplements:
            if supplement.source_field == answer.key and supplement.lines:
                yield Row(supplement.label, supplement.lines)

"""Choose what an audience receives. Default deny: a field reaches an audience only by a decision that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forms.definitions.conditions import Facts, applies
from forms.definitions.fields import field_type
from forms.definitions.kinds import Supplement
from forms.definitions.path import AppliedForm, apply
from forms.definitions.spec import SHARE, WHEN, Answers, Disclosure, FieldSpec, FormSpec, StepSpec
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


def may_receive(field: FieldSpec, audience: str, facts: Facts) -> bool:
    """Say whether an audience receives a field. No decision, or two that differ, mean no."""
    decisions = [one for one in field.disclosures if one.audience == audience]
    return bool(decisions) and all(_allows(one, facts) for one in decisions)


def _allows(disclosure: Disclosure, facts: Facts) -> bool:
    if disclosure.decision == SHARE:
        return True
    # A rule without conditions always holds, so here it is no decision.
    return (
        disclosure.decision == WHEN and bool(disclosure.when.conditions) and applies(disclosure.when, facts)
    )


def _rows(
    step: StepSpec, applied: AppliedForm, audience: str, supplements: tuple[Supplement, ...]
) -> Iterator[Row]:
    for field in step.fields:
        if not may_receive(field, audience, applied.facts):
            continue
        lines = field_type(field.type).lines(field, applied.answers.get(field.key))
        if not lines:
            continue
        yield Row(field.label, lines)
        for supplement in supplements:
            if supplement.source_field == field.key and supplement.lines:
                yield Row(supplement.label, supplement.lines)

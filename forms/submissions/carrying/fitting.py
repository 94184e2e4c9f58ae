"""Does what was answered to one version fit another? Nothing is lost: what does not fit is listed with its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms.definitions.context import FormContext
from forms.definitions.fields import field_type
from forms.definitions.path import apply
from forms.definitions.rechecking import recheck
from forms.definitions.spec import FieldSpec, FormSpec, Json, StepSpec
from forms.submissions.work import Work

# What was declared or allowed holds for exactly the words that were read.
DECLARED = frozenset({"declaration", "permission", "signature"})
GONE = "This question is not asked any more."
RETYPED = "This question asks for another kind of answer now."
REWORDED = "What you agreed to was reworded, so it is to be read and given again."
NOT_OFFERED = "This answer cannot be given any more."
OFF_THE_WAY = "With your other answers this question is not asked any more."


@dataclass(frozen=True, slots=True)
class Misfit:
    """An answer that does not fit the newer version: the question, the answer as printed, and why."""

    key: str
    step: str
    label: str
    lines: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """A page of the newer version that is to be looked through, with what is new on it."""

    title: str
    new_questions: tuple[str, ...]
    misfits: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a draft holds once it is on the newer version, and what would be dropped on the way."""

    work: Work
    misfits: tuple[Misfit, ...]
    review: tuple[ReviewStep, ...]


def carry(old: FormSpec, new: FormSpec, work: Work, context: FormContext) -> Carried:
    """Return what a draft of the version `old` is on the version `new`."""
    answered = apply(old, work.answers).answers
    misfits = {key: why for key in answered if (why := _misfit(old, new, key, answered[key]))}
    kept = {key: value for key, value in work.answers.items() if key not in misfits and new.field(key)}
    applied = apply(new, kept)
    misfits |= {key: OFF_THE_WAY for key in answered if key in kept and key not in applied.answers}
    misfits |= _no_longer_right(old, new, answered, kept, context)
    kept = {key: value for key, value in kept.items() if key not in misfits}
    listed = tuple(_listed(old, key, answered[key], why) for key, why in misfits.items())
    changed = {step.key: _new_questions(old, step) for step in new.steps}
    touched = _steps_of(new, misfits) | {key for key, questions in changed.items() if questions}
    carried = replace(
        work,
        answers=kept,
        visited=frozenset(step.key for step in new.steps if step.key in work.visited - touched),
        saves={key: save for key, save in work.saves.items() if new.step(key)},
    )
    return Carried(carried, listed, _review(new, listed, changed))


def _misfit(old: FormSpec, new: FormSpec, key: str, stored: Json) -> str:
    before, after = old.field(key), new.field(key)
    if after is None:
        return GONE
    if before is None or before.type != after.type:
        return RETYPED
    if before.type in DECLARED and _words(before) != _words(after):
        return REWORDED
    return "" if field_type(after.type).fits(after, stored) else NOT_OFFERED


def _words(field: FieldSpec) -> tuple[str, str, Mapping[str, Json]]:
    return field.label, field.help, field.settings


def _no_longer_right(
    old: FormSpec,
    new: FormSpec,
    answered: Mapping[str, Json],
    kept: Mapping[str, Json],
    context: FormContext,
) -> dict[str, str]:
    """Return what the newer version refuses, and the older one does not: a stricter check."""
    before = {
        (one.field, one.message) for one in recheck(spec=old, context=context, applied=apply(old, answered))
    }
    after = recheck(spec=new, context=context, applied=apply(new, kept))
    return {
        one.field: one.message
        for one in after
        if one.field in answered and one.field in kept and (one.field, one.message) not in before
    }


def _listed(old: FormSpec, key: str, stored: Json, why: str) -> Misfit:
    step = next(step for step in old.steps if any(field.key == key for field in step.fields))
    field = next(field for field in step.fields if field.key == key)
    lines = field_type(field.type).lines(field, stored)
    return Misfit(key, step.title, field.label, lines, why)


def _new_questions(old: FormSpec, step: StepSpec) -> tuple[str, ...]:
    return tuple(
        field.label for field in step.fields if old.field(field.key) is None and not field.companion_of
    )


def _steps_of(spec: FormSpec, keys: Mapping[str, str]) -> set[str]:
    return {step.key for step in spec.steps if any(field.key in keys for field in step.fields)}


def _review(
    new: FormSpec, misfits: tuple[Misfit, ...], changed: Mapping[str, tuple[str, ...]]
) -> tuple[ReviewStep, ...]:
    pages = []
    for step in new.steps:
        keys = {field.key for field in step.fields}
        here = tuple(one for one in misfits if one.key in keys)
        if here or changed[step.key]:
            pages.append(ReviewStep(step.title, changed[step.key], here))
    return tuple(pages)

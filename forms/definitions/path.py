"""The way through a form that given answers open: which steps and fields apply, and what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from forms.definitions.conditions import applies
from forms.definitions.fields import field_type
from forms.definitions.spec import Answers, FieldSpec, FormSpec, Json, StepSpec


@dataclass(frozen=True, slots=True)
class AppliedForm:
    """The steps on the way, each with its applicable fields only, and the answers to just those."""

    steps: tuple[StepSpec, ...]
    answers: Mapping[str, Json]
    facts: Mapping[str, tuple[str, ...]]

    def step(self, key: str) -> StepSpec | None:
        """Return the step with this key if it is on the way, or None."""
        return next((step for step in self.steps if step.key == key), None)


def apply(spec: FormSpec, answers: Answers, *, today: date | None = None) -> AppliedForm:
    """Return the form as these answers make it, evaluated in its order.

    Hidden fields count as unanswered for what follows and their answers are left out. So are answers
    that do not fit their field's type, and keys that the form does not have. What nobody is asked is
    worked out anew; without `today` what is counted from it stays as it was stored.
    """
    steps: list[StepSpec] = []
    kept: dict[str, Json] = {}
    facts: dict[str, tuple[str, ...]] = {}
    for step in spec.steps:
        if not applies(step.show_when, facts):
            continue
        fields: list[FieldSpec] = []
        for field in step.fields:
            # Most fields have no condition, and this runs for every one of them on every page.
            if field.show_when.conditions and not applies(field.show_when, facts):
                continue
            fields.append(field)
            type_, stored = field_type(field.type), answers.get(field.key)
            if not type_.asked:
                stored = type_.derive(field, stored, facts, today)
            if stored is None:
                continue
            if type_.fits(field, stored):
                kept[field.key] = stored
                facts[field.key] = type_.facts(stored)
        if len(fields) == len(step.fields):
            steps.append(step)
        elif fields:
            steps.append(replace(step, fields=tuple(fields)))
    return AppliedForm(tuple(steps), kept, facts)

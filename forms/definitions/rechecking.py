"""Look again at answers that were accepted before: what is stored is not trusted when it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forms.definitions.context import FormContext
from forms.definitions.fields import field_type
from forms.definitions.form_building import build_form
from forms.definitions.path import AppliedForm
from forms.definitions.spec import FormSpec


@dataclass(frozen=True, slots=True)
class StoredProblem:
    """A stored answer that would not be accepted today, or one that is missing."""

    step: str
    field: str
    message: str


def recheck(*, spec: FormSpec, context: FormContext, applied: AppliedForm) -> tuple[StoredProblem, ...]:
    """Clean every answer again exactly as if each step were posted now; return what no longer holds."""
    problems: list[StoredProblem] = []
    answers = applied.answers
    for step in applied.steps:
        data: dict[str, Any] = {}
        for field in step.fields:
            if field.key in answers:
                data |= field_type(field.type).posted(field, answers[field.key])
        form = build_form(step, spec=spec, context=context, answers=answers, data=data, applied=applied)
        problems += [
            StoredProblem(step.key, key, str(message))
            for key, found in form.errors.items()
            for message in found
        ]
    return tuple(problems)

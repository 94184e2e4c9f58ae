"""A form that everybody may read names neither programme nor medicine (Code of Practice 2024, 26.1)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from forms.definitions.compile.problems import CompileProblem, Problems
from forms.definitions.compile.source import Source, SourceField, SourceStep
from forms.definitions.spec import ANYONE, PUBLIC
from programme.branding import names_of, stands_in

if TYPE_CHECKING:
    from forms.definitions.models import Form

OF_THE_FORM = ("title", "intro", "what_happens_next", "other_way")


def names_to_leave_out(form: Form) -> tuple[str, ...]:
    """Return the names that a form must not say; no query unless everybody may read it."""
    for_everybody = form.open_to == ANYONE and form.readers == PUBLIC and form.programme_id
    return names_of(form.programme) if for_everybody else ()


def problems(source: Source, slug: str, names: Iterable[str]) -> Problems:
    """Say where a form, its address included, says one of the names."""
    for name in names:
        message = (
            f"Everybody may read this form, and here it names {name}. Take the name out, or let only healthcare "
            "professionals read the form."
        )
        said = {"slug": slug, **{part: getattr(source, part) for part in OF_THE_FORM}}
        for part, text in said.items():
            if stands_in(text, name):
                yield CompileProblem((part,), message)
        for step in source.steps:
            if stands_in(_said_by_step(step), name):
                yield step.problem(message, "title")
        for field in source.fields():
            if stands_in(_said_by(field), name):
                yield field.problem(message, "label")


def _said_by_step(step: SourceStep) -> str:
    return f"{step.spec.title}\n{step.spec.intro}"


def _said_by(field: SourceField) -> str:
    spec = field.spec
    options = chain.from_iterable((option.label, option.help) for option in spec.options)
    settings = (value for value in spec.settings.values() if isinstance(value, str))
    checks = (check.message for check in spec.checks)
    return "\n".join((spec.label, spec.help, *options, *settings, *checks))

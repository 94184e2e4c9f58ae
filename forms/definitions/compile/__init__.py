"""Compile what an editor wrote into a frozen spec, or say everything that stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from forms.definitions.compile import (
    branding,
    checks,
    contract,
    disclosures,
    keys,
    openness,
    questions,
    reachability,
    references,
    routes,
)
from forms.definitions.compile.assembly import assemble
from forms.definitions.compile.problems import CompileFailed, CompileProblem, Problems
from forms.definitions.compile.source import Source, read
from forms.definitions.kinds import UnknownKind, kind_of
from forms.definitions.patterns import PatternText
from forms.definitions.spec import FormSpec
from forms.definitions.versions import published_types

if TYPE_CHECKING:
    from forms.definitions.models import Form

__all__ = ["CompileFailed", "CompileProblem", "Sketch", "compile_form", "sketch_form"]


def compile_form(form: Form) -> FormSpec:
    """Return the spec of a form as it is now; raise CompileFailed with every problem.

    One query: the types that earlier versions gave to their keys; one more where a route names a desk,
    where a check names a pattern, and where everybody may read the form.
    """
    sketch = sketch_form(form)
    if sketch.problems:
        raise CompileFailed(sketch.problems)
    return sketch.spec


def compile_against(
    form: Form,
    published: Mapping[str, frozenset[str]],
    desks: Collection[str] = (),
    patterns: Mapping[str, PatternText] | None = None,
    names: Collection[str] = (),
) -> FormSpec:
    """Compile without a query.

    `published` maps keys of earlier versions to their types, `desks` are codes, `patterns` go by key,
    `names` are those that a form for everybody must not say.
    """
    sketch = sketch_against(form, published, desks, patterns, names)
    if sketch.problems:
        raise CompileFailed(sketch.problems)
    return sketch.spec


@dataclass(frozen=True, slots=True)
class Sketch:
    """A form as it stands, finished or not, and what keeps it from being published."""

    spec: FormSpec
    problems: tuple[CompileProblem, ...]


def sketch_form(form: Form) -> Sketch:
    """Return a form as it stands, for showing and trying; raise CompileFailed without a kind. One query."""
    published = published_types(form) if form.pk else {}
    return sketch_against(
        form,
        published,
        routes.desks_of(form),
        checks.patterns_of(form),
        branding.names_to_leave_out(form),
    )


def sketch_against(
    form: Form,
    published: Mapping[str, frozenset[str]],
    desks: Collection[str] = (),
    patterns: Mapping[str, PatternText] | None = None,
    names: Collection[str] = (),
) -> Sketch:
    """Return a form as it stands, without a query; raise CompileFailed without a kind."""
    try:
        kind = kind_of(form.kind)
    except UnknownKind:
        raise CompileFailed([CompileProblem(("kind",), "Choose the kind of form.")]) from None
    source = read(form, safety_questions=kind.safety_questions)
    problems = list(
        chain(
            _form_problems(source),
            keys.problems(source, published),
            questions.problems(source),
            references.problems(source),
            checks.problems(source, patterns or {}),
            disclosures.problems(source, kind),
            routes.problems(source, kind, desks),
            openness.problems(source, kind),
            branding.problems(source, form.slug, names),
        )
    )
    if not problems:
        # Only what is sound by itself can be weighed together.
        problems.extend(reachability.problems(source))
    labels = {field.spec.key: field.spec.label for field in source.fields()}
    spec = assemble(source, kind, lambda field: checks.frozen(field, labels, patterns or {}))
    problems.extend(contract.problems(source, spec, kind))
    return Sketch(spec, CompileFailed(problems).problems)


def _form_problems(source: Source) -> Problems:
    if not source.title:
        yield CompileProblem(("title",), "Give the form a title.")
    if not source.steps:
        yield CompileProblem(("steps",), "Add at least one step with a question.")
    for step in source.steps:
        if not step.spec.title:
            yield step.problem("Give the step a title.", "title")
        if not step.fields:
            yield step.problem("Add at least one question to the step.", "fields")

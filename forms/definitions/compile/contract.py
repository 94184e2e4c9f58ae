"""The contract of the kind: the questions that its rules need, by key and type."""

from __future__ import annotations

from forms.definitions.compile.problems import CompileProblem, Problems
from forms.definitions.compile.source import Source
from forms.definitions.fields import all_field_types
from forms.definitions.kinds import FormKind, SpecProblem
from forms.definitions.spec import FormSpec


def problems(source: Source, spec: FormSpec, kind: FormKind) -> Problems:
    """Say what the kind of form needs and does not find."""
    labels = {one.name: one.label for one in all_field_types()}
    fields = {field.spec.key: field for field in source.fields()}
    broken = False
    for requirement in kind.requirements:
        field = fields.get(requirement.key)
        wanted = labels.get(requirement.type, requirement.type)
        if field is None:
            broken = True
            yield CompileProblem(
                ("steps",),
                f"Add a question of the type “{wanted}” with the key “{requirement.key}”. {requirement.reason}",
            )
        elif field.spec.type != requirement.type:
            broken = True
            yield field.problem(f"This question must be of the type “{wanted}”. {requirement.reason}", "key")
    if broken:
        # The kind's own rules rely on its required questions.
        return
    for problem in kind.spec_problems(spec):
        yield _located(source, problem)


def _located(source: Source, problem: SpecProblem) -> CompileProblem:
    if problem.field:
        for field in source.fields():
            if field.spec.key == problem.field:
                return field.problem(problem.message)
    if problem.step:
        for step in source.steps:
            if step.spec.key == problem.step:
                return step.problem(problem.message)
    return CompileProblem((), problem.message)

"""Read a form's streams into specs that still know where each came from. Never raises on bad content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.definitions import conditions
from forms.definitions.checks import PATTERN
from forms.definitions.compile.option_lines import read_lines
from forms.definitions.compile.plain import is_unset, items_of, plain, text_of
from forms.definitions.compile.problems import BlockPath, CompileProblem
from forms.definitions.fields import FieldType, all_field_types
from forms.definitions.spec import (
    ALL,
    ANYONE,
    MEMBERS,
    PROFESSIONALS,
    Check,
    Condition,
    Disclosure,
    FieldSpec,
    Json,
    Option,
    RouteSpec,
    Rule,
    StepSpec,
)

if TYPE_CHECKING:
    from forms.definitions.models import Form

# What every question has; whatever else a question's block holds is a setting of its type.
COMMON = frozenset(
    {"label", "key", "help", "required", "show_when", "options", "option_lines", "disclosures", "checks"}
)


@dataclass(frozen=True, slots=True)
class SourceField:
    """One question as written, undecided and empty rows included, so that positions are the editor's."""

    path: BlockPath
    spec: FieldSpec
    type: FieldType | None
    step: SourceStep
    safety_questions: bool = True
    # How many of the options have a block of their own; the others stand in lines.
    option_blocks: int = 0

    def option_problem(self, message: str, index: int, part: str) -> CompileProblem:
        """Return a problem at an option, or at the lines in which it stands."""
        if index < self.option_blocks:
            return self.problem(message, "options", index, part)
        return self.problem(f"Line {index - self.option_blocks + 1}: {message}", "option_lines")

    def problem(self, message: str, *below: str | int) -> CompileProblem:
        """Return a problem at this question, or at a part of it."""
        name = self.spec.label or self.spec.key or f"number {int(self.path[-1]) + 1}"
        return CompileProblem((*self.path, *below), message, f"{self.step.name}, question “{name}”")


@dataclass(frozen=True, slots=True)
class SourceStep:
    """One step as written. `spec` has no fields: they stand beside it."""

    path: BlockPath
    spec: StepSpec
    fields: list[SourceField] = field(default_factory=list)

    @property
    def name(self) -> str:
        number = int(self.path[-1]) + 1
        return f"Step {number} “{self.spec.title}”" if self.spec.title else f"Step {number}"

    def problem(self, message: str, *below: str | int) -> CompileProblem:
        """Return a problem at this step, or at a part of it."""
        return CompileProblem((*self.path, *below), message, self.name)


@dataclass(frozen=True, slots=True)
class SourceRoute:
    """One route as written."""

    path: BlockPath
    spec: RouteSpec

    def problem(self, message: str, *below: str | int) -> CompileProblem:
        """Return a problem at this route, or at a part of it."""
        return CompileProblem((*self.path, *below), message, f"Route {int(self.path[-1]) + 1}")


@dataclass(frozen=True, slots=True)
class Source:
    """A form as written."""

    title: str
    intro: str
    what_happens_next: str
    steps: tuple[SourceStep, ...]
    routes: tuple[SourceRoute, ...]
    open_to: str = MEMBERS
    readers: str = PROFESSIONALS
    other_way: str = ""

    def fields(self) -> Iterable[SourceField]:
        """Yield every question in the order of the form."""
        for step in self.steps:
            yield from step.fields


def read(form: Form, *, safety_questions: bool = True) -> Source:
    """Read what an editor wrote; `safety_questions` is what its kind says."""
    types = {one.name: one for one in all_field_types()}
    steps = enumerate(_blocks(form.steps.get_prep_value()))
    routes = enumerate(_blocks(form.routes.get_prep_value()))
    return Source(
        title=text_of(form.title),
        intro=text_of(form.intro),
        what_happens_next=text_of(form.what_happens_next),
        steps=tuple(_step(("steps", index), block, types, safety_questions) for index, (_, block) in steps),
        routes=tuple(_route(("routes", index), block) for index, (_, block) in routes),
        open_to=text_of(form.open_to),
        readers=text_of(form.readers) if form.open_to == ANYONE else PROFESSIONALS,
        other_way=text_of(form.other_way),
    )


def _step(
    path: BlockPath, block: Mapping[str, Json], types: Mapping[str, FieldType], safety_questions: bool
) -> SourceStep:
    step = SourceStep(
        path,
        StepSpec(
            key=text_of(block.get("key")),
            title=text_of(block.get("title")),
            intro=text_of(block.get("intro")),
            show_when=_rule(block.get("show_when")),
        ),
    )
    for index, (name, question) in enumerate(_blocks(block.get("fields"))):
        step.fields.append(
            SourceField(
                (*path, "fields", index),
                _field(name, question),
                types.get(name),
                step,
                safety_questions,
                len(question.get("options") or ()),
            )
        )
    return step


def _field(name: str, block: Mapping[str, Json]) -> FieldSpec:
    return FieldSpec(
        key=text_of(block.get("key")),
        type=name,
        label=text_of(block.get("label")),
        help=text_of(block.get("help")),
        required=bool(block.get("required", True)),
        options=(
            *(
                Option(
                    text_of(one.get("value")),
                    text_of(one.get("label")),
                    text_of(one.get("help")),
                    text_of(one.get("partner_role")),
                )
                for one in items_of(block.get("options"))
            ),
            *(Option(value, label) for value, label in read_lines(text_of(block.get("option_lines")))),
        ),
        show_when=_rule(block.get("show_when")),
        disclosures=tuple(
            Disclosure(
                text_of(one.get("audience")),
                text_of(one.get("decision")),
                text_of(one.get("purpose")),
                _rule(one.get("when")),
            )
            for one in items_of(block.get("disclosures"))
        ),
        settings={
            setting: plain(value)
            for setting, value in block.items()
            if setting not in COMMON and not is_unset(value)
        },
        checks=tuple(_check(one) for one in items_of(block.get("checks"))),
    )


def _check(block: Mapping[str, Json]) -> Check:
    kind = text_of(block.get("kind"))
    return Check(
        kind=kind,
        value=text_of(block.get("pattern" if kind == PATTERN else "value")),
        field=text_of(block.get("field")),
        message=text_of(block.get("message")),
    )


def _route(path: BlockPath, block: Mapping[str, Json]) -> SourceRoute:
    return SourceRoute(
        path,
        RouteSpec(
            audience=text_of(block.get("audience")),
            role=text_of(block.get("role")),
            partner_field=text_of(block.get("partner_field")),
            show_when=_rule(block.get("show_when")),
            partner_code=text_of(block.get("partner_code")),
        ),
    )


def _rule(block: Mapping[str, Json] | None) -> Rule:
    block = block or {}
    return Rule(
        match=text_of(block.get("match")) or ALL,
        conditions=tuple(_condition(one) for one in items_of(block.get("conditions"))),
    )


def _condition(block: Mapping[str, Json]) -> Condition:
    operator, value = text_of(block.get("operator")), text_of(block.get("value"))
    values: tuple[str, ...] = (value,) if value else ()
    if operator == conditions.ONE_OF:
        values = tuple(one for part in value.split(",") if (one := part.strip()))
    return Condition(text_of(block.get("field")), operator, values)


def _blocks(value: Json) -> Iterable[tuple[str, Mapping[str, Json]]]:
    """Yield name and content of the blocks of a stream."""
    for block in value or ():
        yield block["type"], block["value"]

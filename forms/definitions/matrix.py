"""Who receives what, as one table: every question of a form against every recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forms.definitions.changes.wording import disclosure_in_words, rule_in_words
from forms.definitions.compile import sketch_form
from forms.definitions.compile.source import SourceField, read
from forms.definitions.kinds import kind_of
from forms.definitions.spec import ALWAYS, WHEN, AudienceSpec, Disclosure, FormSpec
from forms.definitions.versions import live_version, spec_of

if TYPE_CHECKING:
    from forms.definitions.models import Form, FormVersion

NEW_QUESTION = "New question"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision stands in the draft: number of the step, number of the question, recipient."""

    step: int
    question: int
    audience: str

    @property
    def name(self) -> str:
        """Return what the inputs of the decision are called."""
        return f"{self.step}-{self.question}-{self.audience}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decides in one cell."""

    decision: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One decision, its condition as a sentence, and what it is in the live version where that differs."""

    place: Place
    audience: str
    decision: str
    purpose: str
    sentence: str = ""
    was: str = ""

    @property
    def decided(self) -> Decision:
        """Return what stands in the cell."""
        return Decision(self.decision, self.purpose)


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its decisions."""

    label: str
    key: str
    type: str
    cells: tuple[Cell, ...]
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A step with its questions."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table; `live` is the number of the version that the marks compare with, 0 without one."""

    audiences: tuple[AudienceSpec, ...]
    groups: tuple[Group, ...]
    live: int = 0

    def cells(self) -> Mapping[Place, Cell]:
        """Return every cell by its place."""
        return {cell.place: cell for group in self.groups for row in group.rows for cell in row.cells}

    @property
    def undecided(self) -> int:
        """Return how many decisions nobody has made."""
        return sum(not cell.decision for cell in self.cells().values())

    @property
    def changed(self) -> int:
        """Return how many decisions differ from the live version."""
        return sum(bool(cell.was) for cell in self.cells().values())


def matrix_of(form: Form) -> Matrix:
    """Return the table of a draft as it stands; raise CompileFailed without a kind. Four queries at most."""
    kind = kind_of(form.kind)
    source, spec = read(form, safety_questions=kind.safety_questions), sketch_form(form).spec
    version: FormVersion | None = live_version(form) if form.pk else None
    before = spec_of(version) if version else None
    groups = tuple(
        Group(
            step.spec.title or step.name,
            tuple(
                _row(field, kind.audiences, spec, before)
                for field in step.fields
                if field.type is not None and field.type.collects
            ),
        )
        for step in source.steps
    )
    return Matrix(kind.audiences, tuple(one for one in groups if one.rows), version.number if version else 0)


def place_of(field: SourceField, audience: str) -> Place:
    """Return where the decision about a question stands."""
    _, step, _, question = field.path
    return Place(int(step), int(question), audience)


def _row(
    field: SourceField, audiences: tuple[AudienceSpec, ...], spec: FormSpec, before: FormSpec | None
) -> Row:
    known = before.field(field.spec.key) if before else None
    decided = {one.audience: one for one in reversed(field.spec.disclosures)}
    return Row(
        label=field.spec.label or "Question without words",
        key=field.spec.key,
        type=field.type.label if field.type else field.spec.type,
        cells=tuple(
            _cell(
                place_of(field, audience.key),
                audience,
                decided.get(audience.key) or Disclosure(audience.key, ""),
                {one.audience: one for one in known.disclosures} if known else None,
                spec,
            )
            for audience in audiences
        ),
        is_new=before is not None and known is None,
    )


def _cell(
    place: Place,
    audience: AudienceSpec,
    now: Disclosure,
    before: Mapping[str, Disclosure] | None,
    spec: FormSpec,
) -> Cell:
    sentence = rule_in_words(now.when, spec) if now.when.conditions else ""
    return Cell(place, audience.label, now.decision, now.purpose, sentence, _was(now, before, spec))


def _was(now: Disclosure, before: Mapping[str, Disclosure] | None, spec: FormSpec) -> str:
    """Say what the live version decides, empty where it is the same or does not know the question."""
    if before is None:
        return ""
    then = before.get(now.audience)
    counts = now if now.decision == WHEN else replace(now, when=ALWAYS)
    if then == counts or (then is None and not now.decision):
        return ""
    words = disclosure_in_words(then, spec)
    return f"{words}, for “{then.purpose}”" if then and then.purpose else words

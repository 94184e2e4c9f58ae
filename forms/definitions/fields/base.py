"""What every type of question knows: how it is asked, cleaned, stored, compared and printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from django import forms

from forms.definitions.conditions import Facts
from forms.definitions.context import FormContext
from forms.definitions.spec import FieldSpec, Json


class Compared(StrEnum):
    """As what conditions and checks compare an answer; `PRESENCE`: only whether there is one."""

    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """An answer that is printed as a table: the heads of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class AnsweredFile:
    """A file that is part of an answer; its bytes lie elsewhere, under its id, and have this SHA-256."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str


class FieldType:
    """Base of the field types. Subclasses fill in the hooks that begin with an underscore.

    Whatever was stored, nothing here raises: an answer that does not fit its type counts as none.

    `frame` is the template of the whole question and `template` that of its inputs; a `grouped` one is
    a fieldset. `parts` are the inputs of a compound type, of which conditions compare `fact_part`.

    A type that `collects` has an answer. One that is not `asked` has it without anybody's doing (`derive`),
    and one that is `hidden` stands on no page.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    frame: ClassVar[str] = "question"
    template: ClassVar[str] = ""
    grouped: ClassVar[bool] = True
    free_text: ClassVar[bool] = False
    collects: ClassVar[bool] = True
    asked: ClassVar[bool] = True
    hidden: ClassVar[bool] = False
    compared: ClassVar[Compared] = Compared.TEXT
    parts: ClassVar[tuple[str, ...]] = ()
    fact_part: ClassVar[str] = ""

    def is_free_text(self, field: FieldSpec) -> bool:
        """Say whether this question invites prose, and so needs the adverse-event question beside it."""
        return self.free_text

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        """Return the Django field that cleans one POST of this question."""
        raise NotImplementedError

    def to_stored(self, field: FieldSpec, cleaned: Any) -> Json:
        """Return what a draft keeps of a cleaned value; None for no answer."""
        return cleaned or None

    def shaped(self, stored: Json) -> bool:
        """Say whether a stored answer has the shape of this type."""
        return isinstance(stored, str) and bool(stored)

    def fits(self, field: FieldSpec, stored: Json) -> bool:
        """Say whether a stored answer is one that this question could have given."""
        return self.shaped(stored)

    def to_initial(self, field: FieldSpec, stored: Json) -> Any:
        """Return what the inputs show: a text, or for a compound type a list with a text for each part."""
        if self.fits(field, stored):
            return self._initial(stored)
        return [""] * len(self.parts) if self.parts else None

    def posted(self, field: FieldSpec, stored: Json) -> dict[str, Any]:
        """Return the answer as a browser would post it, input name to value."""
        initial = self.to_initial(field, stored)
        if not self.parts:
            return {} if initial is None else {field.key: initial}
        return dict(zip(self.input_names(field), initial, strict=True))

    def input_names(self, field: FieldSpec) -> tuple[str, ...]:
        """Return the names of the inputs, which must be unique within a step."""
        return tuple(f"{field.key}_{part}" for part in self.parts) or (field.key,)

    def facts(self, stored: Json) -> tuple[str, ...]:
        """Return what conditions compare; empty for no answer."""
        return self._facts(stored) if self.shaped(stored) else ()

    def lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        """Return the answer as printed on the check page and in documents; empty for no answer."""
        return self._lines(field, stored) if self.fits(field, stored) else ()

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        """Say what is wrong with the settings and options of a question, in an editor's words."""
        return ()

    def possible_values(self, field: FieldSpec) -> frozenset[str]:
        """Return all that `facts` may hold, empty where that is not a list."""
        return frozenset()

    def derive(self, field: FieldSpec, stored: Json, facts: Facts, today: date | None) -> Json:
        """Return the answer to a question that nobody is asked, from earlier answers and today; None for none.

        Without `today` what was `stored` before stands for what depends on it.
        """
        return None

    def table(self, field: FieldSpec, stored: Json) -> AnswerTable | None:
        """Return the answer as a table where it is printed as one; `lines` then says the same in words."""
        return None

    def files(self, field: FieldSpec, stored: Json) -> tuple[AnsweredFile, ...]:
        """Return the files of an answer: they go wherever the answer goes."""
        return ()

    def problem(self, field: FieldSpec, stored: Json, facts: Facts, context: FormContext) -> str:
        """Say what is wrong with an answer in the light of earlier answers; empty if nothing is."""
        return ""

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        """Return what only this type's template needs; `value` is as posted or from `to_initial`."""
        return {}

    def marked(self, details: Mapping[str, Any], wrong: Collection[str]) -> Mapping[str, Any]:
        """Return the details for a page with errors; `wrong` are the parts that are to be put right."""
        return details

    def _initial(self, stored: Json) -> Any:
        return stored

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (stored,)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (stored,)


def text_of(value: Any) -> str:
    """Return a posted value if it is a text, else an empty one: for showing it again."""
    return value if isinstance(value, str) else ""


def texts_of(values: Any, count: int) -> list[str]:
    """Return the `count` parts of a posted compound value as texts: for showing them again."""
    if not isinstance(values, list | tuple) or len(values) != count:
        return [""] * count
    return [text_of(value) for value in values]

"""One question as the page shows it: everything that its template needs, already decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field as attribute
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template

from forms.definitions.fields import FieldType
from forms.definitions.same_step import as_data
from forms.definitions.spec import ALWAYS, FieldSpec, Rule


@dataclass(frozen=True, slots=True)
class QuestionError:
    """A message and the id of the input that it is about."""

    message: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer so far; as a string, its whole HTML.

    `show_when` holds what depends on other answers of the page, `condition` the same in words,
    `notice` the safety notice of a question that invites free text, and `received` what a permission
    lets its recipient have. `known` says where what is filled in comes from. One that is `blank` holds nothing of anybody's answers.
    """

    field: FieldSpec
    type: FieldType
    errors: tuple[QuestionError, ...] = ()
    # Compared, but left out of the hash: a mapping has none.
    details: Mapping[str, Any] | None = attribute(default=None, hash=False)
    show_when: Rule = ALWAYS
    condition: str = ""
    notice: str = ""
    received: tuple[str, ...] = ()
    known: str = ""
    blank: bool = False

    @property
    def id(self) -> str:
        return input_id(self.field.key)

    def __str__(self) -> str:
        # Who works on the templates sees a change at once.
        return _drawn_once(self) if self.blank and not settings.DEBUG else _drawn(self)

    __html__ = __str__

    def context(self) -> dict[str, Any]:
        """Return the variables of the question templates."""
        id_, field = self.id, self.field
        described = [f"{id_}_condition"] if self.condition else []
        if field.help:
            described.append(f"{id_}_hint")
        if self.known:
            described.append(f"{id_}_known")
        if self.errors:
            described.append(f"{id_}_error")
        wrong = {error.anchor.removeprefix(f"{id_}_") for error in self.errors}
        return {
            "control": f"forms/controls/{self.type.template}.html",
            "grouped": self.type.grouped,
            "key": field.key,
            "id": id_,
            "label": field.label,
            "optional": self.type.asked and not field.required,
            "hint": field.help,
            "errors": self.errors,
            "wrong": wrong,
            "describedby": " ".join(described),
            "condition": self.condition,
            "match": self.show_when.match,
            "conditions": as_data(self.show_when) if self.show_when.conditions else "",
            "fact_name": f"{field.key}_{self.type.fact_part}" if self.type.fact_part else field.key,
            "notice": self.notice,
            "known": self.known,
            "received": self.received,
            **self.type.marked(self.details or {}, wrong),
        }


def _drawn(question: Question) -> str:
    return get_template(f"forms/{question.type.frame}.html").render(question.context())


# A question that nobody has answered looks the same to everybody; a changed text is another question.
_drawn_once = lru_cache(maxsize=1024)(_drawn)


def input_id(key: str, part: str = "") -> str:
    """Return the id of a question's input, or of one of its parts."""
    return f"id_{key}_{part}" if part else f"id_{key}"

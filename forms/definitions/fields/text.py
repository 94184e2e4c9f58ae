"""Text that people type: one line or several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from forms.definitions.context import FormContext
from forms.definitions.fields.base import FieldType, text_of
from forms.definitions.fields.inputs import TextField
from forms.definitions.spec import FieldSpec, Json

LONGEST_TEXT = 20_000
AUTOCOMPLETE_TOKENS = ("off", "name", "given-name", "family-name", "organization", "organization-title",
                       "email", "tel", "postal-code")  # fmt: skip


class OneLine(FieldType):
    """Base of the types with a single input. The setting `autocomplete` is for answers about the user.

    It is off unless an editor says otherwise: most answers are about a patient, and a browser would
    offer the signed-in person's own details.
    """

    template = "text"
    grouped = False
    input_type = "text"
    inputmode = ""
    spellcheck = False
    widest = 200

    def max_length(self, field: FieldSpec) -> int:
        """Return the most characters that an answer may have."""
        return self.widest

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        if field.settings.get("autocomplete", "off") not in AUTOCOMPLETE_TOKENS:
            yield f"Set autocomplete to one of {', '.join(AUTOCOMPLETE_TOKENS)}."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        longest = self.max_length(field)
        return {
            "text": text_of(value),
            "type": self.input_type,
            "inputmode": self.inputmode,
            "spellcheck": self.spellcheck,
            "autocomplete": field.settings.get("autocomplete", "off"),
            "width": "input--10" if longest <= 10 else "input--20" if longest <= 40 else "",
        }


class ShortText(OneLine):
    """One line of text. Settings: max_length (200), free_text (whether it invites prose), autocomplete."""

    name = "short_text"
    label = "Short text"
    spellcheck = True

    def is_free_text(self, field: FieldSpec) -> bool:
        return field.settings.get("free_text") is True

    def max_length(self, field: FieldSpec) -> int:
        return length_limit(field, self.widest)

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TextField(
            label=field.label,
            required=field.required,
            max_length=self.max_length(field),
            ask=f"Enter an answer for “{field.label}”",
        )

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        yield from super().setting_problems(field)
        yield from length_problems(field)
        if not isinstance(field.settings.get("free_text", False), bool):
            yield "Say whether the question invites free text: yes or no."


class LongText(FieldType):
    """Several lines of prose, always with the adverse-event question. Setting: max_length (4,000)."""

    name = "long_text"
    label = "Long text"
    template = "textarea"
    grouped = False
    free_text = True
    widest = 4_000

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TextField(
            label=field.label,
            required=field.required,
            max_length=length_limit(field, self.widest),
            ask=f"Enter an answer for “{field.label}”",
            multiline=True,
        )

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        return length_problems(field)

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        # HTML drops one line feed after the opening tag, so the template adds one.
        return {"text": text_of(value), "limit": length_limit(field, self.widest)}

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return tuple(line for line in stored.split("\n") if line.strip()) or (stored,)


def length_limit(field: FieldSpec, default: int) -> int:
    """Return the setting max_length, or the default where it is unusable."""
    limit = field.settings.get("max_length")
    return int(limit) if limit is not None and _is_length(limit) else default


def length_problems(field: FieldSpec) -> Iterable[str]:
    """Say whether the setting max_length cannot be used."""
    limit = field.settings.get("max_length")
    if limit is not None and not _is_length(limit):
        yield f"Set the longest answer to a whole number of characters from 1 to {LONGEST_TEXT:,}."


def _is_length(limit: Any) -> bool:
    return isinstance(limit, int) and not isinstance(limit, bool) and 1 <= limit <= LONGEST_TEXT

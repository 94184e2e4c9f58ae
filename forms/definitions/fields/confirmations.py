"""What a person confirms: a patient's permission, a declaration, a typed signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django import forms

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, texts_of
from forms.definitions.fields.choices import shown_options
from forms.definitions.fields.cleaning import PartError
from forms.definitions.fields.dates import date_inputs, day_or_part_error, day_texts
from forms.definitions.fields.day import in_words, stored_day
from forms.definitions.fields.inputs import PartsField, TickField
from forms.definitions.spec import FieldSpec, Json, Option
from forms.definitions.widgets import PermissionWidget, SignatureWidget

HOW_OBTAINED = (
    Option("in_person", "In person"),
    Option("phone", "By telephone"),
    Option("video", "By video call"),
    Option("writing", "In writing"),
)
_HOW_LABELS = {option.value: option.label for option in HOW_OBTAINED}


class Permission(FieldType):
    """That a patient agreed, how and when. Settings: recipient (who may receive), statement.

    This is permission in the sense of confidentiality, not consent as a lawful basis.
    """

    name = "permission"
    label = "Permission of the patient"
    template = "permission"
    parts = PermissionWidget.parts
    fact_part = "how"
    compared = Compared.CHOICE

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return PartsField(
            label=field.label,
            required=field.required,
            widget=PermissionWidget,
            parts=self.parts,
            ask=f"Tick the box for “{field.label}” once the patient has agreed",
            combine=partial(_permission, field.label, context.today),
        )

    def shaped(self, stored: Json) -> bool:
        return (
            isinstance(stored, dict)
            and stored.get("given") is True
            and isinstance(stored.get("how"), str)
            and stored["how"] in _HOW_LABELS
            and stored_day(stored.get("on")) is not None
        )

    def possible_values(self, field: FieldSpec) -> frozenset[str]:
        return frozenset(_HOW_LABELS)

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        for name in ("recipient", "statement"):
            if not isinstance(field.settings.get(name, ""), str):
                yield f"Write the {name} as text."
        if not field.settings.get("recipient") and not field.settings.get("statement"):
            yield "Name the recipient whom the patient allows to receive the answers, or write the statement."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        given, how, *day = texts_of(value, len(self.parts))
        return {
            "statement": permission_statement(field),
            "given": given == TickField.TICKED,
            "ways": shown_options(HOW_OBTAINED, f"{id_}_how", [how]),
            "inputs": date_inputs(day),
        }

    def _initial(self, stored: Json) -> Any:
        return [TickField.TICKED, stored["how"], *day_texts(stored["on"])]

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (stored["how"],)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        given = f"{_HOW_LABELS[stored['how']]}, {in_words(date.fromisoformat(stored['on']))}"
        return permission_statement(field), given


def permission_statement(field: FieldSpec) -> str:
    """Return what the patient agreed to, as the editor wrote it or made from the recipient."""
    statement = field.settings.get("statement")
    if isinstance(statement, str) and statement:
        return statement
    return (
        f"Explained to the patient, who agrees that {field.settings.get('recipient') or 'the recipient'} may "
        "receive the items listed and contact them. The patient may opt out of any part without affecting "
        "treatment."
    )


class Declaration(FieldType):
    """A statement that the signed-in person ticks. Setting: statement."""

    name = "declaration"
    label = "Declaration"
    template = "declaration"
    compared = Compared.PRESENCE

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TickField(
            label=field.label,
            required=field.required,
            ask=f"Tick the box to confirm “{field.label}”",
        )

    def to_stored(self, field: FieldSpec, cleaned: Any) -> Json:
        return True if cleaned is True else None

    def shaped(self, stored: Json) -> bool:
        return stored is True

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        statement = field.settings.get("statement")
        if not isinstance(statement, str) or not statement.strip():
            yield "Write the statement that is confirmed."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        return {"statement": _statement(field), "ticked": value == TickField.TICKED}

    def _initial(self, stored: Json) -> Any:
        return TickField.TICKED

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (TickField.TICKED,)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (f"Confirmed: {_statement(field)}",)


def _statement(field: FieldSpec) -> str:
    return str(field.settings.get("statement") or field.label)


class Signature(FieldType):
    """The typed name and job title of the person who signs."""

    name = "signature"
    label = "Typed signature"
    template = "inputs"
    parts = SignatureWidget.parts
    fact_part = "name"
    compared = Compared.PRESENCE

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return PartsField(
            label=field.label,
            required=field.required,
            widget=SignatureWidget,
            parts=self.parts,
            ask=f"Type your full name to sign “{field.label}”",
            combine=partial(_signature, field.label),
            max_length=160,
        )

    def shaped(self, stored: Json) -> bool:
        return isinstance(stored, dict) and all(
            isinstance(stored.get(part), str) and stored[part] for part in self.parts
        )

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        name, job_title = texts_of(value, len(self.parts))
        return {
            "inputs": [
                {"part": "name", "label": "Your full name", "text": name, "autocomplete": "name"},
                {
                    "part": "job_title",
                    "label": "Your job title",
                    "text": job_title,
                    "autocomplete": "organization-title",
                },
            ]
        }

    def _initial(self, stored: Json) -> Any:
        return [stored[part] for part in self.parts]

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (stored["name"],)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return stored["name"], stored["job_title"]


def _permission(label: str, today: date, texts: list[str]) -> Json:
    given, how, *day_parts = texts
    if given != TickField.TICKED:
        raise PartError(f"Tick the box for “{label}” once the patient has agreed", "given")
    if how not in _HOW_LABELS:
        raise PartError(f"Choose how the patient gave permission for “{label}”", "how")
    if not any(day_parts):
        raise PartError(f"Enter the date on which the patient gave permission for “{label}”", "day")
    on = day_or_part_error(label, day_parts)
    if on > today:
        raise PartError(f"The date of “{label}” must be today or in the past", "day")
    return {"given": True, "how": how, "on": on.isoformat()}


def _signature(label: str, texts: list[str]) -> Json:
    name, job_title = texts
    if not name:
        raise PartError(f"Type your full name to sign “{label}”", "name")
    if not job_title:
        raise PartError(f"Enter your job title for “{label}”", "job_title")
    return {"name": name, "job_title": job_title}

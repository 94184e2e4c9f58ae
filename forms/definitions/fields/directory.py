"""Choices from the directory: only what the signed-in person is offered is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from forms.definitions.conditions import Facts
from forms.definitions.context import Choice, FormContext
from forms.definitions.fields.base import Compared, FieldType, text_of
from forms.definitions.fields.choices import shown_options
from forms.definitions.fields.inputs import OneOfField
from forms.definitions.spec import FieldSpec, Json, Option


class FromDirectory(FieldType):
    """Base: one of the choices in the context, stored with the label it had when it was chosen."""

    template = "select"
    grouped = False
    preselects = True
    compared = Compared.PRESENCE

    def offered(self, field: FieldSpec, context: FormContext) -> tuple[Choice, ...]:
        """Return the choices of this question."""
        raise NotImplementedError

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        choices = [(choice.id, choice.label) for choice in self.offered(field, context)]
        only = choices[0][0] if len(choices) == 1 and self.preselects and field.required else None
        return DirectoryField(
            label=field.label,
            required=field.required,
            choices=choices,
            initial=only,
        )

    def shaped(self, stored: Json) -> bool:
        return isinstance(stored, dict) and all(
            isinstance(stored.get(name), str) and stored[name] for name in ("id", "label")
        )

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        offered = asked.offered if isinstance(asked, OneOfField) else {}
        options = [Option(value, label) for value, label in offered.items()]
        return {
            "options": shown_options(options, id_, [text_of(value)]),
            "type": "radio",
            # What cannot be otherwise needs no "Choose…".
            "only": self.preselects and field.required and len(options) == 1,
        }

    def _initial(self, stored: Json) -> Any:
        return stored["id"]

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (stored["id"],)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (stored["label"],)


class Organisation(FromDirectory):
    """One of the signed-in person's organisations."""

    name = "organisation"
    label = "Organisation of the signed-in person"

    def offered(self, field: FieldSpec, context: FormContext) -> tuple[Choice, ...]:
        return context.organisations


class Site(FromDirectory):
    """A hospital or clinic of the chosen organisation."""

    name = "site"
    label = "Hospital or clinic"

    def offered(self, field: FieldSpec, context: FormContext) -> tuple[Choice, ...]:
        return context.sites

    def problem(self, field: FieldSpec, stored: Json, facts: Facts, context: FormContext) -> str:
        # Identifiers are unique, so whichever question asked for the organisation, its answer is found.
        offered = {choice.id for choice in context.organisations}
        chosen = {value for values in facts.values() for value in values if value in offered}
        group = next((choice.group for choice in context.sites if choice.id == stored["id"]), "")
        if chosen and group and group not in chosen:
            return f"Choose a place for “{field.label}” that belongs to the organisation you chose"
        return ""


class Partner(FromDirectory):
    """A partner that takes registrations today. Setting: role (nurse, homecare, app)."""

    name = "partner"
    label = "Partner"
    template = "choices"
    grouped = True
    preselects = False

    def offered(self, field: FieldSpec, context: FormContext) -> tuple[Choice, ...]:
        role = field.settings.get("role")
        return tuple(choice for choice in context.partners if choice.group == role)

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        role = field.settings.get("role")
        if not isinstance(role, str) or not role:
            yield "Say which role of partner to offer, for example homecare."


class DirectoryField(OneOfField):
    """One of the directory's choices, cleaned to what is stored: {"id", "label"}."""

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return {"id": chosen, "label": self.offered[chosen]} if chosen else None

"""Choices from options that the editor wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, text_of
from forms.definitions.fields.inputs import OneOfField, SomeOfField
from forms.definitions.spec import FieldSpec, Json, Option

YES, NO = "yes", "no"


class Radios(FieldType):
    """One of a few options, all visible."""

    name = "radios"
    label = "One choice (radio buttons)"
    template = "choices"
    compared = Compared.CHOICE

    def options(self, field: FieldSpec) -> tuple[Option, ...]:
        """Return what is offered."""
        return field.options

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return OneOfField(
            label=field.label,
            required=field.required,
            choices=offered(self.options(field), context),
        )

    def possible_values(self, field: FieldSpec) -> frozenset[str]:
        return frozenset(option.value for option in self.options(field))

    def fits(self, field: FieldSpec, stored: Json) -> bool:
        return self.shaped(stored) and any(option.value == stored for option in self.options(field))

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        options = still_offered(self.options(field), asked)
        return {"options": shown_options(options, id_, [text_of(value)]), "type": "radio"}

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return tuple(option.label for option in self.options(field) if option.value == stored)


class Select(Radios):
    """One of many options, in a list that opens."""

    name = "select"
    label = "One choice (list)"
    template = "select"
    grouped = False


class YesNo(Radios):
    """Yes or no."""

    name = "yes_no"
    label = "Yes or no"
    _options = (Option(YES, "Yes"), Option(NO, "No"))

    def options(self, field: FieldSpec) -> tuple[Option, ...]:
        return self._options


class Checkboxes(FieldType):
    """Any number of options."""

    name = "checkboxes"
    label = "Several choices (checkboxes)"
    template = "choices"
    compared = Compared.SEVERAL

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return SomeOfField(
            label=field.label,
            required=field.required,
            choices=offered(field.options, context),
        )

    def possible_values(self, field: FieldSpec) -> frozenset[str]:
        return frozenset(option.value for option in field.options)

    def shaped(self, stored: Json) -> bool:
        return (
            isinstance(stored, list) and bool(stored) and all(isinstance(one, str) and one for one in stored)
        )

    def fits(self, field: FieldSpec, stored: Json) -> bool:
        return self.shaped(stored) and set(stored) <= {option.value for option in field.options}

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        chosen = value if isinstance(value, list) else []
        options = still_offered(field.options, asked)
        return {"options": shown_options(options, id_, chosen), "type": "checkbox"}

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return tuple(stored)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return tuple(option.label for option in field.options if option.value in stored)


def offered(options: Iterable[Option], context: FormContext) -> list[tuple[str, str]]:
    """Return the choices on offer: an option tied to a kind of partner needs one that may be chosen."""
    roles = {partner.group for partner in context.partners}
    return [
        (option.value, option.label)
        for option in options
        if not option.partner_role or option.partner_role in roles
    ]


def still_offered(options: Iterable[Option], asked: forms.Field) -> list[Option]:
    """Return the options that the form field offers."""
    values = asked.offered if isinstance(asked, OneOfField | SomeOfField) else ()
    return [option for option in options if option.value in values]


def shown_options(options: Iterable[Option], id_: str, chosen: list[Any]) -> list[dict[str, Any]]:
    """Return options for the template; the first carries the question's id, so error links reach it."""
    return [
        {
            "value": option.value,
            "label": option.label,
            "help": option.help,
            "id": id_ if position == 0 else f"{id_}_{position}",
            "checked": option.value in chosen,
        }
        for position, option in enumerate(options)
    ]

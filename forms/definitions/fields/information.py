"""Text between the questions."""

from __future__ import annotations

from django import forms

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType
from forms.definitions.spec import FieldSpec, Json


class Information(FieldType):
    """A heading (the label) and a text (the help); it collects nothing."""

    name = "information"
    label = "Information"
    frame = "information"
    collects = False
    asked = False
    compared = Compared.PRESENCE

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return forms.Field(label=field.label, required=False, disabled=True)

    def to_stored(self, field: FieldSpec, cleaned: object) -> Json:
        return None

    def shaped(self, stored: Json) -> bool:
        return False

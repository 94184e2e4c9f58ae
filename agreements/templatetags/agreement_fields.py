"""Tell templates what kind of control a form's field is drawn with."""

from __future__ import annotations

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect

register = template.Library()


@register.filter
def is_radios(field: BoundField) -> bool:
    """Say whether the field is a choice of one by radio buttons."""
    return isinstance(field.field.widget, RadioSelect)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether the field is a single box to tick."""
    return isinstance(field.field.widget, CheckboxInput)

"""The types of question that a form may ask."""

from forms.definitions.fields.base import FieldType
from forms.definitions.fields.registry import UnknownFieldType, all_field_types, field_type

__all__ = ["FieldType", "UnknownFieldType", "all_field_types", "field_type"]

"""Which records change only with a second person, and which of their fields. Upper floors add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from programme.models import Product, Programme, SafetyRecord, Service

# A row of a registered model: it has a programme, or is one, and a UUID as its key.
Record = Any

PRODUCT_FIELDS = (
    "brand_name", "generic_name", "indication", "additional_monitoring", "loading_weeks", "interval",
    "first_delivery_doses",
)  # fmt: skip
SAFETY_FIELDS = ("title", "body", "link", "link_text", "revised_on")
NAMING_FIELDS = ("neutral_name",)
SERVICE_FIELDS = ("label", "available", "wording_available", "wording_unavailable", "footnote")


@dataclass(frozen=True, slots=True)
class Changeable:
    """A model whose rows change with a second person: by which fields, and what an approval adds.

    A row that is added has `given_once` besides, and keeps it.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    when_approved: Callable[[Record], None] | None = None
    given_once: tuple[str, ...] = ()


_changeable: dict[str, Changeable] = {}


def register_record(changeable: Changeable) -> None:
    """Let the rows of a model change by proposal and approval; a second registration replaces the first."""
    _changeable[changeable.model._meta.label_lower] = changeable


def changeable(record_type: str) -> Changeable:
    """Return what may change of a kind of record; raise LookupError for one that nobody registered."""
    return _changeable[record_type]


def type_of(record: Record) -> str:
    """Return the name under which the model of a record is registered, for example programme.product."""
    return str(record._meta.label_lower)


def programme_of(record: Record) -> Programme:
    """Return the programme of a record; a programme is its own."""
    found: Programme = record if isinstance(record, Programme) else record.programme
    return found


def values_of(record: Record) -> dict[str, Any]:
    """Return by name what can be changed of a record, as JSON holds it."""
    return _as_json(record, changeable(type_of(record)).fields)


def values_of_new(record: Record) -> dict[str, Any]:
    """Return by name all that a record has when it is added, as JSON holds it."""
    kind = changeable(type_of(record))
    return _as_json(record, (*kind.given_once, *kind.fields))


def put_values(record: Record, values: dict[str, Any]) -> None:
    """Write values that `values_of` or `values_of_new` returned into a record, unsaved."""
    for name, value in values.items():
        field = record._meta.get_field(name)
        setattr(record, field.attname, field.to_python(value))


def _as_json(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(record._meta.get_field(name).value_from_object(record)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _no_placeholder_any_more(record: Record) -> None:
    record.is_placeholder = False


register_record(Changeable(Programme, NAMING_FIELDS))
register_record(Changeable(Product, PRODUCT_FIELDS))
register_record(Changeable(SafetyRecord, SAFETY_FIELDS, when_approved=_no_placeholder_any_more))
register_record(Changeable(Service, SERVICE_FIELDS, given_once=("key",)))

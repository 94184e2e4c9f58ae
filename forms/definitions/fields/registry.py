"""Every field type by its name."""

from __future__ import annotations

from forms.definitions.fields.base import FieldType
from forms.definitions.fields.choices import Checkboxes, Radios, Select, YesNo
from forms.definitions.fields.confirmations import Declaration, Permission, Signature
from forms.definitions.fields.contact import Address, Email, Phone, Postcode
from forms.definitions.fields.dates import Date, DateOfBirth
from forms.definitions.fields.derived import ComputedDate, Constant
from forms.definitions.fields.directory import Organisation, Partner, Site
from forms.definitions.fields.files import Files
from forms.definitions.fields.health_number import HealthNumber
from forms.definitions.fields.information import Information
from forms.definitions.fields.numbers import Number
from forms.definitions.fields.rows import Rows
from forms.definitions.fields.text import LongText, ShortText
from forms.definitions.fields.times import Time


class UnknownFieldType(LookupError):
    """No field type has this name."""


_types: dict[str, FieldType] = {
    type_.name: type_
    for type_ in (
        ShortText(), LongText(), Email(), Phone(), Date(), DateOfBirth(), HealthNumber(), Postcode(),
        Address(), YesNo(), Radios(), Checkboxes(), Select(), Organisation(), Site(), Partner(),
        Permission(), Declaration(), Signature(), Information(), Number(), Time(), Rows(), ComputedDate(),
        Constant(), Files(),
    )
}  # fmt: skip


def field_type(name: str) -> FieldType:
    """Return the field type called `name`; raise UnknownFieldType."""
    try:
        return _types[name]
    except KeyError:
        raise UnknownFieldType(f"No type of question is called {name!r}.") from None


def all_field_types() -> tuple[FieldType, ...]:
    """Return every field type, in the order in which editors are offered them."""
    return tuple(_types.values())

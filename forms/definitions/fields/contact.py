"""How to reach somebody: e-mail, telephone, postcode, address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from localflavor.gb.forms import GBPostcodeField

from forms.definitions.context import FormContext
from forms.definitions.fields.base import Compared, FieldType, texts_of
from forms.definitions.fields.cleaning import PartError
from forms.definitions.fields.inputs import PartsField, TextField
from forms.definitions.fields.text import OneLine
from forms.definitions.spec import FieldSpec, Json
from forms.definitions.widgets import AddressWidget

UNITED_KINGDOM = 44
# Ofcom keeps these for drama, so nobody answers; the library rightly calls them invalid.
_DRAMA_NUMBER = re.compile(r"(7700900|1632960)\d{3}")
# Pseudo postcodes of the NHS Postcode Directory (no fixed abode, not known, abroad) and forces post.
_PSEUDO_POSTCODE = re.compile(r"ZZ99\d[A-Z]{2}")
_FORCES_POSTCODE = re.compile(r"BFPO\d{1,4}")
# No place has the area ZZ: made-up organisations and patients live there.
_SYNTHETIC_POSTCODE = re.compile(r"ZZ\d{1,2}\d[A-Z]{2}")
_valid_email = EmailValidator()


class Email(OneLine):
    """An e-mail address. Setting: autocomplete."""

    name = "email"
    label = "E-mail address"
    input_type = "email"
    inputmode = "email"
    widest = 254

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TextField(
            label=field.label,
            required=field.required,
            max_length=self.widest,
            ask=f"Enter an e-mail address for “{field.label}”, for example name@hospital.example",
            check=partial(_email, field.label),
        )


class Phone(OneLine):
    """A UK telephone number, stored as printed nationally. Setting: autocomplete."""

    name = "phone"
    label = "UK telephone number"
    input_type = "tel"
    inputmode = "tel"
    widest = 40

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TextField(
            label=field.label,
            required=field.required,
            max_length=self.widest,
            ask=f"Enter a UK telephone number for “{field.label}”, for example 020 7946 0018",
            check=partial(_phone, field.label, drama=context.synthetic_patients_only),
        )


class Postcode(OneLine):
    """A UK postcode, normalised to capitals and one space. Setting: autocomplete."""

    name = "postcode"
    label = "UK postcode"
    widest = 10

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return TextField(
            label=field.label,
            required=field.required,
            max_length=20,
            ask=f"Enter a postcode for “{field.label}”, for example LS1 4AP",
            check=partial(normal_postcode, field.label, synthetic=context.synthetic_patients_only),
        )


class Address(FieldType):
    """A UK postal address as one question: two lines, town and postcode."""

    name = "address"
    label = "UK address"
    template = "inputs"
    parts = AddressWidget.parts
    fact_part = "postcode"
    compared = Compared.PRESENCE
    _labels = ("Address line 1", "Address line 2 (optional)", "Town or city", "Postcode")

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return PartsField(
            label=field.label,
            required=field.required,
            widget=AddressWidget,
            parts=self.parts,
            ask=f"Enter address line 1, typically the building and street, for “{field.label}”",
            combine=partial(_address, field.label, synthetic=context.synthetic_patients_only),
        )

    def shaped(self, stored: Json) -> bool:
        if not isinstance(stored, dict) or not isinstance(stored.get("lines"), list):
            return False
        texts = [*stored["lines"], stored.get("town"), stored.get("postcode")]
        return 3 <= len(texts) <= 4 and all(isinstance(text, str) and text for text in texts)

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        texts = texts_of(value, len(self.parts))
        return {
            "inputs": [
                {"part": part, "label": label, "text": text, "width": "input--10" * (part == "postcode")}
                for part, label, text in zip(self.parts, self._labels, texts, strict=True)
            ]
        }

    def _initial(self, stored: Json) -> Any:
        first, *rest = stored["lines"]
        return [first, rest[0] if rest else "", stored["town"], stored["postcode"]]

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (stored["postcode"],)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return (*stored["lines"], stored["town"], stored["postcode"])


def _email(label: str, text: str) -> str:
    try:
        _valid_email(text)
    except ValidationError:
        raise ValidationError(
            f"Enter an e-mail address for “{label}” in the right format, like name@hospital.example",
            code="invalid",
        ) from None
    return text


def _phone(label: str, text: str, *, drama: bool) -> str:
    message = (
        f"Enter a UK telephone number for “{label}”, like 020 7946 0018, 07700 900 982 or +44 808 157 0192"
    )
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise ValidationError(message, code="invalid") from None
    fictitious = drama and _DRAMA_NUMBER.fullmatch(str(number.national_number))
    if number.country_code != UNITED_KINGDOM or not (fictitious or phonenumbers.is_valid_number(number)):
        raise ValidationError(message, code="invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def normal_postcode(label: str, text: str, *, synthetic: bool, part: str = "") -> str:
    """Return a postcode in capitals with one space; raise PartError. Syntax only (BS 7666)."""
    compact = "".join(text.upper().split())
    if _FORCES_POSTCODE.fullmatch(compact):
        return f"BFPO {compact[4:]}"
    spaced = f"{compact[:-3]} {compact[-3:]}"
    if _PSEUDO_POSTCODE.fullmatch(compact) or (synthetic and _SYNTHETIC_POSTCODE.fullmatch(compact)):
        return spaced
    if not compact.isascii() or not GBPostcodeField.postcode_regex.fullmatch(spaced):
        raise PartError(f"Enter a full UK postcode for “{label}”, for example LS1 4AP", part)
    return spaced


def _address(label: str, texts: list[str], *, synthetic: bool) -> Json:
    line_1, line_2, town, postcode = texts
    problems: list[PartError] = []
    if not line_1:
        problems.append(
            PartError(f"Enter address line 1, typically the building and street, for “{label}”", "line_1")
        )
    if not town:
        problems.append(PartError(f"Enter a town or city for “{label}”", "town"))
    try:
        postcode = normal_postcode(label, postcode, synthetic=synthetic, part="postcode")
    except PartError as error:
        problems.append(error)
    if problems:
        raise ValidationError(problems)
    return {"lines": [line for line in (line_1, line_2) if line], "town": town, "postcode": postcode}

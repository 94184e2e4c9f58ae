"""The admin's form of a new programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.forms.models import fields_for_model

from programme.dosing import rising_weeks, some_doses
from programme.forms import readable_colour, refuse_brands
from programme.look import ColourUnreadable
from programme.models import Product, Programme
from programme.services import ProgrammeRefused, add_programme, refuse_unfit_host
from programme.viewsets import ServiceCreateView

PRODUCT_FIELDS = (
    "brand_name", "generic_name", "indication", "additional_monitoring", "loading_weeks", "interval",
    "first_delivery_doses",
)  # fmt: skip
GROUPS = (
    ("The programme", ("name", "code", "reference_prefix", "sponsor", "company_role", "territory")),
    ("Its site", ("hostname", "port", "neutral_name", "strapline")),
    ("The medicine", PRODUCT_FIELDS),
    ("Colours", ("primary_colour", "accent_colour")),
)
HTTPS = 443


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together under a heading."""

    heading: str
    fields: tuple[BoundField, ...]


class NewProgrammeForm(forms.ModelForm[Programme]):
    """Everything that a programme needs before its pages are written."""

    hostname = forms.CharField(
        label="Host name",
        max_length=253,
        help_text="Where the site is read, for example support.example.com.",
    )
    port = forms.IntegerField(
        min_value=1, max_value=65_535, initial=HTTPS, help_text="443 for https, as visitors see it."
    )

    class Meta:
        model = Programme
        fields: ClassVar[tuple[str, ...]] = (
            "name", "code", "reference_prefix", "sponsor", "company_role", "territory", "neutral_name",
            "strapline", "primary_colour", "accent_colour",
        )  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "code": "Short, in lower-case letters, digits and hyphens. Never changes.",
            "reference_prefix": "Two to four capital letters before every reference. Never changes.",
            "primary_colour": "Such as #0b5361. Leave empty for the theme’s own.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "code": {"unique": "Another programme has this code. Enter one of its own."},
            "reference_prefix": {"unique": "Another programme has this prefix. Enter one of its own."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(Product, fields=PRODUCT_FIELDS))
        self.fields["loading_weeks"].initial = [0]

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(Group(heading, tuple(self[name] for name in names)) for heading, names in GROUPS)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Programme.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("Another programme has this name. Enter one of its own.")
        return name

    def clean_primary_colour(self) -> str:
        return readable_colour(self.cleaned_data["primary_colour"])

    def clean_accent_colour(self) -> str:
        return readable_colour(self.cleaned_data["accent_colour"])

    def clean_loading_weeks(self) -> list[int]:
        return rising_weeks(self.cleaned_data["loading_weeks"])

    def clean_first_delivery_doses(self) -> int:
        return some_doses(self.cleaned_data["first_delivery_doses"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "hostname" in values and "port" in values:
            try:
                refuse_unfit_host(values["hostname"].lower(), values["port"])
            except ProgrammeRefused as refusal:
                self.add_error("hostname", str(refusal))
        brands = (values.get(name, "") for name in ("name", "brand_name", "generic_name"))
        refuse_brands(self, [brand for brand in brands if brand])
        return values

    @property
    def product(self) -> Product:
        """The medicine as entered in a form that is valid, unsaved."""
        return Product(**{name: self.cleaned_data[name] for name in PRODUCT_FIELDS})


class AddProgrammeView(ServiceCreateView):
    """The form of a new programme, in groups."""

    template_name = "programme/admin/add.html"
    refusals = (ProgrammeRefused, ColourUnreadable)

    def save(self, instance: Programme, *, by: Any, now: datetime) -> Programme:
        values = self.form.cleaned_data
        return add_programme(
            programme=instance,
            product=self.form.product,
            hostname=values["hostname"],
            port=values["port"],
            by=by,
            now=now,
        )

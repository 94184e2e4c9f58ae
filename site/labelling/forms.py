"""The admin's forms of the locked records."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from labelling.records import PRODUCT_FIELDS, SAFETY_FIELDS, SERVICE_FIELDS
from programme.dosing import rising_weeks, some_doses
from programme.models import Product, SafetyRecord, Service

PLACEHOLDER = "PLACEHOLDER"


class ProductForm(forms.ModelForm[Product]):
    class Meta:
        model = Product
        fields: ClassVar[tuple[str, ...]] = PRODUCT_FIELDS

    def clean_loading_weeks(self) -> list[int]:
        return rising_weeks(self.cleaned_data["loading_weeks"])

    def clean_first_delivery_doses(self) -> int:
        return some_doses(self.cleaned_data["first_delivery_doses"])


class SafetyRecordForm(forms.ModelForm[SafetyRecord]):
    link = forms.URLField(required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = SafetyRecord
        fields: ClassVar[tuple[str, ...]] = SAFETY_FIELDS
        widgets: ClassVar[dict[str, Any]] = {
            "revised_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        }

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if PLACEHOLDER in body:
            raise forms.ValidationError(f"Replace the text marked {PLACEHOLDER} by the real one.")
        return body

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("link_text") and not values.get("link") and "link" not in self.errors:
            self.add_error("link", "Enter the address that the link leads to.")
        return values


class ServiceForm(forms.ModelForm[Service]):
    class Meta:
        model = Service
        fields: ClassVar[tuple[str, ...]] = SERVICE_FIELDS


class NewServiceForm(forms.ModelForm[Service]):
    """A service that is not available yet: a second person switches it on."""

    class Meta:
        model = Service
        fields: ClassVar[tuple[str, ...]] = (
            "programme", "key", "label", "wording_available", "wording_unavailable", "footnote",
        )  # fmt: skip

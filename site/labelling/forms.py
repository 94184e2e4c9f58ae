"""The admin's forms of the locked records."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from labelling.records import PRODUCT_FIELDS, SAFETY_FIELDS, SERVICE_FIELDS
from programme.models import Product, SafetyRecord, Service

PLACEHOLDER = "PLACEHOLDER"
LAST_LOADING_WEEK = 52


class ProductForm(forms.ModelForm[Product]):
    class Meta:
        model = Product
        fields: ClassVar[tuple[str, ...]] = PRODUCT_FIELDS

    def clean_loading_weeks(self) -> Any:
        """Take whole weeks that rise from 0, for example [0, 1, 2, 4]."""
        weeks: Any = self.cleaned_data["loading_weeks"]
        whole = isinstance(weeks, list) and all(type(week) is int for week in weeks)
        if not whole or weeks != sorted(set(weeks)) or weeks[:1] != [0] or weeks[-1] > LAST_LOADING_WEEK:
            raise forms.ValidationError(
                "Enter rising whole weeks that begin with 0, for example [0, 1, 2, 4]."
            )
        return weeks

    def clean_first_delivery_doses(self) -> int:
        doses: int = self.cleaned_data["first_delivery_doses"]
        if doses < 1:
            raise forms.ValidationError("Enter at least 1 dose.")
        return doses


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

"""The admin's form of a programme's look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from programme.logos import Logo, LogoUnusable, cleaned_logo
from programme.look import ColourUnreadable, require_contrast
from programme.models import Programme, colour_validator


class ProgrammeLookForm(forms.ModelForm[Programme]):
    """Colours, logo, and the name that stands before the gate."""

    logo_file = forms.FileField(
        label="Logo",
        required=False,
        help_text="An SVG drawing with a viewBox, or a PNG, JPEG or WebP image, of at most 200 kB.",
    )
    remove_logo = forms.BooleanField(required=False, label="Show no logo")

    class Meta:
        model = Programme
        fields: ClassVar[tuple[str, ...]] = ("neutral_name", "primary_colour", "accent_colour")

    def clean_primary_colour(self) -> str:
        return readable_colour(self.cleaned_data["primary_colour"])

    def clean_accent_colour(self) -> str:
        return readable_colour(self.cleaned_data["accent_colour"])

    def clean_logo_file(self) -> Logo | None:
        uploaded: UploadedFile[Any] | None = self.cleaned_data["logo_file"]
        try:
            return cleaned_logo(uploaded.read()) if uploaded else None
        except LogoUnusable as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        product = getattr(self.instance, "product", None)
        refuse_brands(
            self,
            [self.instance.name, *([product.brand_name, product.generic_name] if product else [])],
        )
        return values


def readable_colour(colour: str) -> str:
    """Return a colour as it is kept, "" for none; raise ValidationError where text in it cannot be read."""
    colour = colour.lower()
    if not colour:
        return ""
    colour_validator(colour)
    try:
        require_contrast(colour)
    except ColourUnreadable as error:
        raise forms.ValidationError(str(error)) from error
    return colour


def refuse_brands(form: forms.ModelForm[Programme], brands: Iterable[str]) -> None:
    """Refuse a neutral name that names one of the brands."""
    name = form.cleaned_data.get("neutral_name", "").lower()
    if any(brand.lower() in name for brand in brands):
        form.add_error("neutral_name", "Leave out the names of the programme and its medicine.")

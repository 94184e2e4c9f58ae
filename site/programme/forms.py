"""The admin's form of a programme's look."""

from __future__ import annotations

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
        return self._readable("primary_colour")

    def clean_accent_colour(self) -> str:
        return self._readable("accent_colour")

    def clean_logo_file(self) -> Logo | None:
        uploaded: UploadedFile[Any] | None = self.cleaned_data["logo_file"]
        try:
            return cleaned_logo(uploaded.read()) if uploaded else None
        except LogoUnusable as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        name = values.get("neutral_name", "").lower()
        product = getattr(self.instance, "product", None)
        brands = {self.instance.name, *([product.brand_name, product.generic_name] if product else [])}
        if any(brand.lower() in name for brand in brands):
            self.add_error("neutral_name", "Leave out the names of the programme and its medicine.")
        return values

    def _readable(self, name: str) -> str:
        colour: str = self.cleaned_data[name].lower()
        if not colour:
            return ""
        colour_validator(colour)
        try:
            require_contrast(colour)
        except ColourUnreadable as error:
            raise forms.ValidationError(str(error)) from error
        return colour

"""The admin's forms of the directory."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from directory.models import Destination, Organisation, OrganisationSite, Partner

MINIMUM_PASSPHRASE = 16


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PartnerForm(forms.ModelForm[Partner]):
    class Meta:
        model = Partner
        fields: ClassVar[list[str]] = [
            "programme",
            "role",
            "name",
            "code",
            "available_from",
            "available_until",
        ]
        widgets: ClassVar[dict[str, Any]] = {"available_from": DateInput, "available_until": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.destinations.exists():
            for name in ("programme", "role", "code"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "Stays as it is: a destination was proposed for it."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        _check_order(self, "available_from", "available_until")
        return values


class OrganisationForm(forms.ModelForm[Organisation]):
    """What may be corrected by hand; codes and successors come from the ODS file."""

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "address", "postcode", "status", "closed_on"]
        widgets: ClassVar[dict[str, Any]] = {"closed_on": DateInput}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        closed = values.get("status") == Organisation.Status.CLOSED
        if closed and not values.get("closed_on"):
            self.add_error("closed_on", "Enter the day on which the organisation closed.")
        if not closed and values.get("closed_on"):
            self.add_error("closed_on", "Leave this empty while the organisation is open.")
        return values


class SiteForm(forms.ModelForm[OrganisationSite]):
    class Meta:
        model = OrganisationSite
        fields: ClassVar[list[str]] = ["name", "ods_code", "postcode", "is_open"]


class DestinationForm(forms.ModelForm[Destination]):
    """A new destination. The passphrase is written here once and shown nowhere."""

    field_order = ("transport", "address", "options", "accredited_secure_mail", "passphrase")

    passphrase = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=(
            f"At least {MINIMUM_PASSPHRASE} characters, agreed with the partner by telephone. "
            "It protects every PDF that is mailed, and is never shown again."
        ),
    )

    class Meta:
        model = Destination
        fields: ClassVar[list[str]] = [
            "transport",
            "address",
            "options",
            "accredited_secure_mail",
            "effective_from",
            "effective_until",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            "effective_from": DateInput,
            "effective_until": DateInput,
            "options": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_options(self) -> dict[str, Any]:
        options = self.cleaned_data["options"] or {}
        if not isinstance(options, dict):
            raise forms.ValidationError('Enter names with values, for example {"region": "eu-west-2"}.')
        return options

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        passphrase = values.get("passphrase", "")
        if not values.get("accredited_secure_mail") and len(passphrase) < MINIMUM_PASSPHRASE:
            self.add_error("passphrase", f"Enter a passphrase of at least {MINIMUM_PASSPHRASE} characters.")
        needs_region = values.get("transport") == Destination.Transport.S3
        if needs_region and not values.get("options", {}).get("region"):
            self.add_error("options", 'Enter at least the region, for example {"region": "eu-west-2"}.')
        _check_order(self, "effective_from", "effective_until")
        return values

    def save(self, commit: bool = True) -> Destination:
        """Return the destination with its passphrase sealed; the service saves it."""
        destination = super().save(commit=False)
        destination.passphrase = self.cleaned_data["passphrase"]
        return destination


def _check_order(form: forms.ModelForm[Any], first: str, last: str) -> None:
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if end and start and end < start:
        form.add_error(last, "The last day must not be before the first day.")
    if end and not start and first in form.cleaned_data:
        form.add_error(first, "Enter the first day too.")

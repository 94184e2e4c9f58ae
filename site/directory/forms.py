"""The admin's forms of the directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from directory.destinations import (
    MINIMUM_PASSPHRASE,
    address_problems,
    first_day_problems,
    options_problems,
    passphrase_problems,
)
from directory.listing import LISTING_FIELDS
from directory.models import Destination, Organisation, OrganisationSite, Partner


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
            "company_number",
            "registered_office",
            "available_from",
            "available_until",
            "service",
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
        service, programme = values.get("service"), values.get("programme")
        if service is not None and programme is not None and service.programme_id != programme.pk:
            self.add_error("service", "Choose a service of the same programme.")
        return values


class PartnerListingForm(forms.ModelForm[Partner]):
    """How pages show a partner."""

    class Meta:
        model = Partner
        fields: ClassVar[tuple[str, ...]] = LISTING_FIELDS

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("listed") and not values.get("public_name"):
            self.add_error("public_name", "Enter the name that pages show.")
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
    """A new destination. The passphrase is written here twice and shown nowhere."""

    field_order = (
        "transport",
        "address",
        "options",
        "accredited_secure_mail",
        "passphrase",
        "passphrase_again",
    )

    passphrase = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=(
            f"At least {MINIMUM_PASSPHRASE} characters, agreed with the partner by telephone. "
            "It protects every PDF that is mailed, and is never shown again."
        ),
    )
    passphrase_again = forms.CharField(
        label="The passphrase again",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
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
        help_texts: ClassVar[dict[str, Any]] = {
            "options": (
                "For S3: region, kms_key, bucket_owner. For SES: region, configuration_set. Otherwise none."
            ),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_options(self) -> dict[str, Any]:
        options = self.cleaned_data["options"] or {}
        if not isinstance(options, dict):
            raise forms.ValidationError('Enter names with values, for example {"region": "eu-west-2"}.')
        return options

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name, problem in [*self._place_problems(values), *self._passphrase_problems(values)]:
            self.add_error(name, problem)
        _check_order(self, "effective_from", "effective_until")
        return values

    def _place_problems(self, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        transport = values.get("transport")
        if transport and "address" in values:
            yield from _of_field("address", address_problems(transport, values["address"]))
        if transport and "options" in values:
            yield from _of_field("options", options_problems(transport, values["options"]))
        if "effective_from" in values:
            first_day = values["effective_from"]
            yield from _of_field("effective_from", first_day_problems(first_day, today=self.today))

    def _passphrase_problems(self, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        passphrase, again = values.get("passphrase", ""), values.get("passphrase_again", "")
        if passphrase or again or not values.get("accredited_secure_mail"):
            yield from _of_field("passphrase", passphrase_problems(passphrase))
        if passphrase != again:
            yield "passphrase_again", "Enter the same passphrase in both fields: these two differ."

    def save(self, commit: bool = True) -> Destination:
        """Return the destination with its passphrase sealed; the service saves it."""
        destination = super().save(commit=False)
        destination.passphrase = self.cleaned_data["passphrase"]
        return destination


def _of_field(name: str, problems: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((name, problem) for problem in problems)


def _check_order(form: forms.ModelForm[Any], first: str, last: str) -> None:
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if end and start and end < start:
        form.add_error(last, "The last day must not be before the first day.")
    if end and not start and first in form.cleaned_data:
        form.add_error(first, "Enter the first day too.")

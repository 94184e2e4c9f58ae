"""What the programme office is asked before something is done about an agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from agreements.kinds import KINDS, Kind, kind_named
from agreements.services.attesting import LARGEST_SCAN
from directory.models import Organisation, Partner

REASON_HELP = "The people concerned read it, and it stays with the agreement. Write nothing about patients."
MEGABYTE = 1024 * 1024


class DateInput(forms.DateInput):
    """The browser's own date picker: no script of ours."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _day(label: str, help_text: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DateInput())


class ConfirmForm(forms.Form):
    """Nothing to fill in: pressing the button is the confirmation."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Reason", max_length=500, help_text=REASON_HELP, widget=forms.Textarea(attrs={"rows": 3})
    )


class SignatoryForm(forms.Form):
    """Who signs for the organisation."""

    name = forms.CharField(label="Full name", max_length=160)
    job_title = forms.CharField(
        label="Job title", max_length=160, help_text="For example chief pharmacist or medical director."
    )
    email = forms.EmailField(
        label="Work e-mail address",
        help_text="The link to sign goes there. It works for this person only, and you never see it.",
    )


class ExtensionForm(forms.Form):
    """Until when it may be signed."""

    sign_by = _day("Last day to sign", "Later than the last day that stands, and within a year.")


class TerminationForm(forms.Form):
    """When a termination was asked for, when it takes effect, and why."""

    requested_on = _day("Asked for on", "The day on which the letter or e-mail came.")
    terminates_on = _day(
        "Not in force from",
        "The first day without the agreement: today at the earliest. Mind the notice period.",
    )
    reason = forms.CharField(
        label="Reason", max_length=500, help_text=REASON_HELP, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requested_on"].initial = timezone.localdate


class CarryOverForm(forms.Form):
    """From when the successor has the agreement, and on what that rests."""

    effective_on = _day("In force for the successor from", "The first day on which it counts there.")
    basis = forms.CharField(
        label="Basis",
        max_length=500,
        help_text="What it rests on: for example a statutory transfer order with its date, or a letter of novation.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _CounterpartyForm(forms.Form):
    """A kind of agreement and with whom."""

    kind = forms.ChoiceField(label="Document", choices=Kind.choices)
    partner = forms.ModelChoiceField(
        label="With",
        queryset=Partner.objects.none(),
        help_text="The offer is made with the sponsor, the authorisation with the nurse service, and a "
        "service level agreement with each homecare provider.",
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        roles = {kind.counterparty_role for kind in KINDS.values()}
        field.queryset = Partner.objects.filter(programme=organisation.programme_id, role__in=roles)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, partner = cleaned.get("kind"), cleaned.get("partner")
        if kind and partner and kind_named(kind).counterparty_role != partner.role:
            self.add_error("partner", f"{partner.name} does not sign a {Kind(kind).label}. Choose another.")
        return cleaned


class IssueForm(_CounterpartyForm):
    """Which agreement to start."""

    starts_on = _day(
        "First day", "Leave it empty to let it begin on the day on which all have signed.", required=False
    )


class PaperForm(_CounterpartyForm):
    """What stands on an agreement that was signed on paper, and its scan."""

    scan = forms.FileField(
        label="Scan of the signed agreement",
        help_text=f"One PDF of at most {LARGEST_SCAN // MEGABYTE} MB, with all pages and signatures.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )
    signed_on = _day("Signed on", "The day of the last signature.")
    effective_on = _day("First day in force", "On the day of the last signature at the earliest.")
    expires_on = _day("Last day in force", "Leave it empty where no end was agreed.", required=False)
    signed_by = forms.CharField(
        label="Signed by",
        max_length=300,
        help_text="Name and job title of everybody who signed, and for whom, as they stand on the paper.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_scan(self) -> UploadedFile[Any]:
        """Refuse a file that is too large before all of it is read into memory."""
        scan: UploadedFile[Any] = self.cleaned_data["scan"]
        if (scan.size or 0) > LARGEST_SCAN:
            raise forms.ValidationError("The file is larger than 20 MB. Scan it with a lower resolution.")
        return scan


class RepaperForm(forms.Form):
    """Until when the agreements on the older text count, and which of them are signed anew."""

    replace_by = _day("Last day of the older text", "Until then each agreement counts as it is.")
    agreements = forms.MultipleChoiceField(
        label="Agreements", error_messages={"required": "Tick at least one agreement."}
    )

    def __init__(self, *args: Any, affected: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreements"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        field.choices = [(str(one.pk), one.reference) for one in affected]

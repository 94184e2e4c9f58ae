"""What people type on the pages of agreements."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.sign_in_forms import SiteForm
from agreements.signing.marks import MarkUnreadable, Strokes, strokes_from
from agreements.signing.names import same_name
from agreements.signing.wordings import Basis


def _text(longest: int, **attributes: str) -> forms.CharField:
    return forms.CharField(max_length=longest, widget=forms.TextInput(attrs=attributes))


class PersonForm(SiteForm):
    """Who is asked to sign."""

    labels = {"name": "Full name", "job_title": "Job title", "email": "Work e-mail address"}
    hints = {
        "name": "Of the person who is authorised to sign for your organisation.",
        "email": "The link to sign goes to this address, and works for this person only.",
    }

    name = _text(160, autocomplete="off")
    job_title = _text(160, autocomplete="off")
    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class HandOverForm(PersonForm):
    """To whom a request to sign is handed over, and why."""

    labels = {**PersonForm.labels, "reason": "Why are you handing it over?"}
    hints = {"email": PersonForm.hints["email"], "reason": "For example: not within my authority."}

    reason = _text(200)


class ReasonForm(SiteForm):
    """Why something is ended. The others read it."""

    labels = {"reason": "Reason"}
    hints = {"reason": "The people concerned read this. Name no patient."}

    reason = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Say why."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["class"] = "textarea"
        self.fields["reason"].error_messages["required"] = "Say why."


class _WithChoices(SiteForm):
    """A form whose errors about a choice lead to its first button."""

    @property
    def summary(self) -> list[tuple[str, str]]:
        links = []
        for name, messages in self.errors.items():
            field = self[name] if name in self.fields else None
            radios = field is not None and isinstance(field.field.widget, forms.RadioSelect)
            anchor = f"{field.auto_id}_0" if field is not None and radios else ""
            links += [(anchor or (field.id_for_label if field else ""), str(one)) for one in messages]
        return links


class ReadForm(forms.Form):
    """The mark on the page that was read: the SHA-256 of what it showed."""

    page = forms.RegexField(r"^[0-9a-f]{64}$")


class AuthorityForm(_WithChoices):
    """What a signatory's authority rests on, and their word for it."""

    labels = {"basis": "What gives you the authority to sign?", "detail": "Details (optional)"}
    hints = {"detail": "For example, the number of the scheme of delegation."}

    basis = forms.ChoiceField(
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what gives you the authority to sign."},
    )
    detail = forms.CharField(max_length=200, required=False)
    declared = forms.BooleanField(
        error_messages={"required": "Tick the box if you are authorised to sign. Otherwise hand it over."}
    )

    def __init__(self, *args: Any, declaration: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared"].label = declaration
        self.fields["basis"].widget.attrs.pop("class", None)
        self.fields["basis"].error_messages["required"] = "Choose what gives you the authority to sign."
        self.fields["declared"].error_messages["required"] = (
            "Tick the box if you are authorised to sign. Otherwise hand it over or decline."
        )


class ConsentForm(SiteForm):
    """Consent to sign electronically."""

    agreed = forms.BooleanField()

    def __init__(self, *args: Any, consent: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = consent
        self.fields["agreed"].error_messages["required"] = (
            "Tick the box to sign electronically, or ask the team for paper."
        )


class SignForm(SiteForm):
    """The signature: a typed name and job title, perhaps a drawing, and the page that was shown."""

    labels = {"name": "Your full name, as your signature", "job_title": "Your job title"}
    hints = {"name": "Typing your name here is your signature."}

    name = _text(160, autocomplete="name")
    job_title = _text(160, autocomplete="organization-title")
    strokes = forms.CharField(required=False, widget=forms.HiddenInput, strip=True)
    page = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    # The name about which the person was told that it is not the account's.
    told = forms.CharField(required=False, widget=forms.HiddenInput)

    def other_name(self, account: str) -> bool:
        """Say whether the typed name is not the account's, and have the page remember that it said so once."""
        name = self.cleaned_data["name"]
        if same_name(name, account) or self.cleaned_data["told"] == name:
            return False
        self.data = {**{key: self.data[key] for key in self.data}, "told": name}
        return True

    def clean_strokes(self) -> Strokes:
        try:
            return strokes_from(self.cleaned_data["strokes"])
        except MarkUnreadable as error:
            raise forms.ValidationError(str(error)) from error

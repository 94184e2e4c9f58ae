"""The forms of accepting an invitation and of inviting."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import password_validation

from accounts.models import Invitation, User
from accounts.rights import admin_groups
from accounts.sign_in_forms import HOW_TO_CHOOSE, SiteForm
from directory.models import Organisation, Partner


class AcceptForm(SiteForm):
    """What an invited person tells about themselves."""

    labels = {
        "name": "Full name",
        "job_title": "Job title",
        "registration_number": "Professional registration number (optional)",
        "password1": "Password",
        "password2": "Password again",
    }
    hints = {
        "name": "As it should stand on the forms you send.",
        "registration_number": "Your GMC, NMC or GPhC number.",
        "password1": HOW_TO_CHOOSE,
    }

    name = forms.CharField(max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    job_title = forms.CharField(
        max_length=160, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    registration_number = forms.CharField(max_length=20, required=False)
    password1 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Enter the same password in both boxes.")
        elif first:
            try:
                password_validation.validate_password(
                    first, User(email=self.email, name=values.get("name", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return values


class InvitationForm(forms.ModelForm[Invitation]):
    """Whom to invite, and into what."""

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = ["email", "organisation", "partner", "group", "role"]
        help_texts: ClassVar[dict[str, str]] = {
            "organisation": "For a hospital team.",
            "partner": "For somebody at a partner company.",
            "group": "For a colleague who works in this admin.",
            "role": "Applies to organisations and partners.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            status=Organisation.Status.OPEN
        )
        self.fields["partner"].queryset = Partner.objects.all()  # type: ignore[attr-defined]
        self.fields["group"].queryset = admin_groups()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen = [name for name in ("organisation", "partner", "group") if values.get(name)]
        if len(chosen) != 1:
            self.add_error(None, "Choose exactly one of organisation, partner and group.")
        return values

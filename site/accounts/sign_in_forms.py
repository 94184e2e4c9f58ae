"""allauth's forms in the site's words and look."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils import timezone

from accounts.totp import claim_code

HOW_TO_CHOOSE = "At least 12 characters. Three unrelated words are easy to remember and hard to guess."

MISSING = {
    "login": "Enter your e-mail address.",
    "email": "Enter your e-mail address.",
    "password": "Enter your password.",
    "oldpassword": "Enter your current password.",
    "password1": "Enter a password.",
    "password2": "Enter the password again.",
    "code": "Enter the code.",
    "name": "Enter your full name.",
    "job_title": "Enter your job title.",
}


class SiteForm(forms.Form):
    """Give fields the site's labels, hints and classes, and list errors for the summary."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.error_messages["required"] = MISSING.get(name, field.error_messages.get("required", ""))
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "input input--10" if name == "code" else "input"
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field to go to, message) for every error."""
        first = next(iter(self.fields), "")
        return [
            (
                self[name if name in self.fields else first].id_for_label if self.fields else "main",
                str(message),
            )
            for name, messages in self.errors.items()
            for message in messages
        ]


class SignInForm(SiteForm, account.LoginForm):
    labels = {"login": "E-mail address", "password": "Password"}


class AddEmailForm(SiteForm, account.AddEmailForm):
    labels = {"email": "New e-mail address"}


class ChangePasswordForm(SiteForm, account.ChangePasswordForm):
    labels = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": HOW_TO_CHOOSE}


class SetPasswordForm(SiteForm, account.SetPasswordForm):
    labels = {"password1": "Password", "password2": "Password again"}
    hints = {"password1": HOW_TO_CHOOSE}


class ResetPasswordForm(SiteForm, account.ResetPasswordForm):
    labels = {"email": "E-mail address"}


class ResetPasswordKeyForm(SiteForm, account.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": HOW_TO_CHOOSE}


class ReauthenticateForm(SiteForm, account.ReauthenticateForm):
    labels = {"password": "Password"}


class OneUse(forms.Form):
    """Take a one-time code only if it was not used before."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type != Authenticator.Type.TOTP:
            return code
        if not claim_code(user=self.user, code=code.strip(), now=timezone.now()):
            # As for any other wrong code: it is counted.
            self._emit_authentication_failed(self.authenticator)  # type: ignore[attr-defined]
            raise mfa_adapter().validation_error("incorrect_code")
        return code


CODE = {"code": "Code"}
CODE_OR_RECOVERY = {
    "code": "6 digits from your authenticator app. Lost your phone? Enter one of your 8-digit recovery codes."
}


class SecondFactorForm(SiteForm, OneUse, mfa.AuthenticateForm):
    labels, hints = CODE, CODE_OR_RECOVERY


class SecondFactorAgainForm(SiteForm, OneUse, mfa.ReauthenticateForm):
    labels, hints = CODE, CODE_OR_RECOVERY


class SetUpForm(SiteForm, totp.ActivateTOTPForm):
    labels, hints = CODE, {"code": "The 6 digits that the app shows now."}

    @property
    def secret_in_groups(self) -> str:
        """Return the key in groups of four, as people type it; apps ignore the spaces."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class RemoveForm(SiteForm, totp.DeactivateTOTPForm):
    pass

"""How allauth behaves here: nobody signs up without an invitation, and secrets are sealed."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.bound_secrets import open_bound, seal_unbound
from accounts.landing import landing_url
from accounts.mail_context import Sender, sender_of
from accounts.second_factor import has_second_factor, proved_within, signed_in_within
from programme.current import programme_of


class AccountAdapter(DefaultAccountAdapter):
    """Close the public sign-up; ask for proof again only when the last one is old."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both.",
        "incorrect_password": "The password is not right.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing_url(request.user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Accept a proof of the last minutes: the code of whoever has one, the password until then."""
        request, seconds = self.request, app_settings.REAUTHENTICATION_TIMEOUT
        if proved_within(request, seconds=seconds):
            return False
        if not has_second_factor(request.user) and signed_in_within(request, seconds=seconds):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def format_email_subject(self, subject: str) -> str:
        return f"{self._sender().name}: {subject}"

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """Write the mail in words, and the same words as a page with the programme's head and contact."""
        sender = self._sender()
        message: EmailMultiAlternatives = super().render_mail(template_prefix, email, context, headers)
        heading = message.subject.removeprefix(f"{sender.name}: ")
        page = {
            "programme": sender,
            "contact": sender.contact,
            "heading": heading[:1].upper() + heading[1:],
            "text": message.body,
        }
        message.body = f"{message.body}\n\nIs this message genuine? Ask {sender.contact}."
        message.attach_alternative(render_to_string("account/email/message.html", page), "text/html")
        return message

    def _sender(self) -> Sender:
        return sender_of(programme_of(self.request) if self.request else None)


class MFAAdapter(DefaultMFAAdapter):
    """Keep second-factor secrets sealed by the vault, each for its person."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "The code is not right or was used before. Wait for the next code in your app and enter that."
        ),
        "unverified_email": "Confirm your e-mail address first, then set up the second factor.",
    }

    def encrypt(self, text: str) -> str:
        return seal_unbound(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_bound(encrypted_text)

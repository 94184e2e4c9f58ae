"""Sign in for tests: at once as with both factors, or really, page by page."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.second_factor import note_proved
from accounts.totp import next_code

PASSWORD = "three unrelated words"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class SignedInClient(Client):
    """A test client whose `force_login` has proved the second factor too."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        super().force_login(user, backend)
        session = self.session
        note_proved(session, user)
        session.save()


def with_password(user: User) -> User:
    """Give a person PASSWORD and a confirmed e-mail address."""
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def with_second_factor(user: User) -> User:
    """Give a person a second factor with the secret SECRET."""
    TOTP.activate(user, SECRET)
    return user


def give_password(client: Client, user: User, *, password: str = PASSWORD) -> Any:
    """Post the sign-in page."""
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def give_code(client: Client, user: User) -> Any:
    """Post the next code to the second-factor page."""
    return client.post(
        reverse("mfa_authenticate"), {"code": next_code(user=user, now=timezone.now()) or "000000"}
    )

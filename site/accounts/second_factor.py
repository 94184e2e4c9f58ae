"""Whether this sitting has proved a second factor: kept in the session, so that asking costs nothing.

A session is proved by a code at sign-in, by a code given again later, or by setting the factor up in
it. A session that only ever saw the password stays unproved, even when the person enrols elsewhere.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

PROVED = "second_factor_proved"
SIGNED_IN = "signed_in_at"


def proved(request: HttpRequest) -> bool:
    """Say whether the signed-in person proved a second factor in this session; no query of its own."""
    known = request.session.get(PROVED, "")
    return bool(request.user.is_authenticated) and str(known) == str(request.user.pk)


def has_second_factor(user: User) -> bool:
    """Say whether a person has set up a second factor. Recovery codes alone are none; one query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def signed_in_within(request: HttpRequest, *, seconds: int) -> bool:
    """Say whether the password of this session was given at most so many seconds ago."""
    at = request.session.get(SIGNED_IN)
    return _is_recent(at, seconds)


def proved_within(request: HttpRequest, *, seconds: int) -> bool:
    """Say whether a second factor was proved in this session at most so many seconds ago."""
    at = request.session.get(f"{PROVED}_at")
    return _is_recent(at, seconds) and proved(request)


def _is_recent(at: object, seconds: int) -> bool:
    return isinstance(at, (int, float)) and 0 <= timezone.now().timestamp() - at < seconds


def note_proved(session: Any, user: User) -> None:
    """Remember that `user` proved a second factor in this session."""
    session[PROVED] = str(user.pk)
    session[f"{PROVED}_at"] = timezone.now().timestamp()


def _on_step(sender: type[User], request: HttpRequest, method: str, user: User, **_: object) -> None:
    if method == "mfa":
        note_proved(request.session, user)


def _on_added(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: object
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        note_proved(request.session, user)


def _on_removed(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: object
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(PROVED, None)


def _on_signed_in(sender: type[User], request: HttpRequest, user: User, **_: object) -> None:
    request.session[SIGNED_IN] = timezone.now().timestamp()


def connect_signals() -> None:
    """Listen to sign-ins and to changes of second factors; called once when the app is ready."""
    authentication_step_completed.connect(_on_step, dispatch_uid="accounts.second_factor.step")
    authenticator_added.connect(_on_added, dispatch_uid="accounts.second_factor.added")
    authenticator_removed.connect(_on_removed, dispatch_uid="accounts.second_factor.removed")
    user_logged_in.connect(_on_signed_in, dispatch_uid="accounts.second_factor.signed_in")

"""Whether this sitting has proved a second factor: kept in the session, so that asking costs nothing.

A session is proved by a code at sign-in, by a code given again later, or by setting the factor up in
it. A session that only ever saw the password stays unproved, even when the person enrols elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from accounts.sessions import sitting_of

PROVED = "second_factor_proved"
SIGNED_IN = "signed_in_at"
# Who gave their password, and when: at sign-in before the code, and whenever it is asked for again.
FIRST_FACTOR = "first_factor_given"
FACTOR = f"{PROVED}_by"
# How many wrong codes were given since the last right one, and how many before that one.
WRONG_SINCE, WRONG_BEFORE = f"{PROVED}_wrong_since", f"{PROVED}_wrong_before"
FACTORS = {
    Authenticator.Type.TOTP.value: "TOTP",
    Authenticator.Type.RECOVERY_CODES.value: "recovery code",
}


@dataclass(frozen=True, slots=True)
class Authentication:
    """What a person proved in this session, and when last: evidence for a signature.

    `method` is in words, as "password and TOTP"; `factor_id` is the authenticator's key, empty where
    nothing was proved; `session_sha256` names the sitting; `wrong_codes` were given in it before the right one.
    """

    password_at: datetime | None
    second_factor_at: datetime | None
    method: str
    factor_id: str
    session_sha256: str
    wrong_codes: int = 0


def proved(request: HttpRequest) -> bool:
    """Say whether the signed-in person proved a second factor in this session; no query of its own."""
    known = request.session.get(PROVED, "")
    return bool(request.user.is_authenticated) and str(known) == str(request.user.pk)


def has_second_factor(user: User) -> bool:
    """Say whether a person has set up a second factor. Recovery codes alone are none; one query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def authentication_of(request: HttpRequest) -> Authentication:
    """Return what the signed-in person proved in this session; no query of its own."""
    password_at = _time_of(_password_given(request))
    second_factor_at = _time_of(request.session.get(f"{PROVED}_at")) if proved(request) else None
    factor_id, factor = request.session.get(FACTOR, ("", "")) if second_factor_at else ("", "")
    parts = ["password"] if password_at else []
    parts += [FACTORS.get(factor, "second factor")] if second_factor_at else []
    return Authentication(
        password_at=password_at,
        second_factor_at=second_factor_at,
        method=" and ".join(parts),
        factor_id=str(factor_id),
        session_sha256=sitting_of(request),
        wrong_codes=int(request.session.get(WRONG_BEFORE, 0)) if second_factor_at else 0,
    )


def reauthentication_url(request: HttpRequest, next_url: str) -> str:
    """Return where the person proves again who they are, to be led to `next_url`, an address of this site.

    The code of whoever has a second factor, the password of others; a query only where none was proved.
    """
    has_factor = proved(request) or (isinstance(request.user, User) and has_second_factor(request.user))
    page = reverse("mfa_reauthenticate" if has_factor else "account_reauthenticate")
    return f"{page}?{urlencode({'next': next_url})}"


def _password_given(request: HttpRequest) -> object:
    """Return when this person gave their password last: at sign-in, where no later time is known."""
    person, at = request.session.get(FIRST_FACTOR, ("", None))
    return at if str(person) == str(request.user.pk) else request.session.get(SIGNED_IN)


def _time_of(at: object) -> datetime | None:
    return datetime.fromtimestamp(at, UTC) if isinstance(at, (int, float)) else None


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


def note_proved(session: Any, user: User, *, factor_id: object = "", factor: str = "") -> None:
    """Remember that `user` proved a second factor in this session, and which."""
    session[PROVED] = str(user.pk)
    session[f"{PROVED}_at"] = timezone.now().timestamp()
    session[FACTOR] = [str(factor_id), str(factor)]
    session[WRONG_BEFORE] = session.pop(WRONG_SINCE, 0)


def _on_step(sender: type[User], request: HttpRequest, method: str, user: User, **about: Any) -> None:
    if method == "mfa":
        note_proved(request.session, user, factor_id=about.get("id", ""), factor=about.get("type", ""))
    elif method == "password":
        request.session[FIRST_FACTOR] = [str(user.pk), timezone.now().timestamp()]


def _on_wrong_code(sender: object, request: HttpRequest, **_: object) -> None:
    request.session[WRONG_SINCE] = request.session.get(WRONG_SINCE, 0) + 1


def _on_added(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: object
) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        note_proved(request.session, user, factor_id=authenticator.pk, factor=authenticator.type)


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
    authentication_failed.connect(_on_wrong_code, dispatch_uid="accounts.second_factor.wrong_code")
    authenticator_added.connect(_on_added, dispatch_uid="accounts.second_factor.added")
    authenticator_removed.connect(_on_removed, dispatch_uid="accounts.second_factor.removed")
    user_logged_in.connect(_on_signed_in, dispatch_uid="accounts.second_factor.signed_in")

"""Who a visitor says they are: a signed cookie that holds the answer and its day, and nothing about a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from content.audience.audiences import AUDIENCES, PROFESSIONALS
from content.audience.models import AudienceSettings
from content.audience.settings import settings_of

COOKIE = "audience"
LIFETIME = timedelta(days=90)
# Part of the signature: raise it when the wording of the choices changes, and everybody is asked again.
WORDING = 1
UNDECLARED = "undeclared"


def audience_of(request: HttpRequest) -> str | None:
    """Return whom a request comes from: "professionals", "patients", "public", or None while nobody said.

    Whoever is signed in counts as professional. Where a programme's professionals have to sign in, their
    declaration alone counts as none.
    """
    if signed_in(request):
        return PROFESSIONALS
    audience = _declared(request)
    if audience == PROFESSIONALS and _has_to_sign_in(request):
        return None
    return audience


def cache_audience(request: HttpRequest) -> str:
    """Return what a cache of whole pages adds to their key, without a query; never for the signed-in."""
    return _declared(request) or UNDECLARED


def signed_in(request: HttpRequest) -> bool:
    """Say whether somebody is signed in; without a session cookie the session is not touched."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return False
    return request.user.is_authenticated


def declare(response: HttpResponseBase, audience: str, *, host: str, now: datetime) -> None:
    """Keep in the browser who a visitor says they are, for 90 days and this host (with its port)."""
    response.set_cookie(
        COOKIE,
        declaration(audience, host=host, now=now),
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def declaration(audience: str, *, host: str, now: datetime) -> str:
    """Return the value of the cookie for an audience."""
    return Signer(salt=_salt(host)).sign(f"{audience}.{int(now.timestamp())}")


def read_declaration(value: str, *, host: str, now: datetime) -> str | None:
    """Return the audience that a cookie's value declares; None when it is forged, too old or for elsewhere."""
    audience, declared_at = _signed(value, _salt(host))
    age = now.timestamp() - declared_at
    return audience if audience in AUDIENCES and 0 <= age < LIFETIME.total_seconds() else None


# A reader sends the same value with every page.
@lru_cache(maxsize=4096)
def _signed(value: str, salt: str) -> tuple[str, int]:
    """Return the audience and the second at which it was declared; an empty one if it was not signed for here."""
    try:
        audience, _, declared_at = Signer(salt=salt).unsign(value).partition(".")
    except BadSignature:
        return "", 0
    return audience, int(declared_at)


def _declared(request: HttpRequest) -> str | None:
    value = request.COOKIES.get(COOKIE)
    return read_declaration(value, host=request.get_host(), now=timezone.now()) if value else None


def _has_to_sign_in(request: HttpRequest) -> bool:
    return settings_of(request).professionals_by == AudienceSettings.ProfessionalsBy.SIGN_IN


def _salt(host: str) -> str:
    # The host, because programmes may share a machine, and browsers share cookies between its ports.
    return f"content.audience.declared:{WORDING}:{host}"

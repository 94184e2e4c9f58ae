"""A visitor is known by a random token in a signed cookie; what is kept of it is a keyed hash."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from vault.blind_index import blind_index

COOKIE = "form_visitor"
# Only the addresses of open forms: no page that caches keep ever sees it.
PATH = "/forms/"
# What the audit trail calls every one of them.
ACTOR = "visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is not signed in. The token never shows in a representation."""

    token: str = field(repr=False)

    @property
    def hash(self) -> str:
        """Return the keyed hash by which the visitor's drafts are found."""
        return blind_index(self.token, purpose="form_submissions.visitor")


def new_visitor() -> Visitor:
    """Return a visitor with a new random token."""
    return Visitor(secrets.token_urlsafe(24))


def visitor_of(request: HttpRequest) -> Visitor | None:
    """Return who began a form in this browser within a day; None without a cookie, or for a forged or old one."""
    try:
        token = _signer(request).unsign(
            request.COOKIES.get(COOKIE, ""), max_age=settings.VISITOR_DRAFT_LIFETIME
        )
    except BadSignature:
        return None
    return Visitor(token)


def remember_visitor(response: HttpResponseBase, request: HttpRequest, visitor: Visitor) -> None:
    """Keep a visitor's token in the browser for another day."""
    response.set_cookie(
        COOKIE,
        _signer(request).sign(visitor.token),
        max_age=settings.VISITOR_DRAFT_LIFETIME,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _signer(request: HttpRequest) -> TimestampSigner:
    # The host, because programmes may share a machine, and browsers share cookies between its ports.
    return TimestampSigner(salt=f"form_submissions.visitor:{request.get_host()}")

"""The stamp on a form's first page: signed, dated, and good for beginning one draft."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

# One that is older than the day for which a visitor's draft lives is no use any more.
_PARTS = 3


class StampUnusable(Exception):
    """A stamp is forged, of another form, from the future or too old."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When the first page was shown, and the id of the draft that it begins: so it begins one only."""

    draft_id: UUID
    shown_at: datetime


def new_stamp(request: HttpRequest, *, form_id: int, now: datetime) -> str:
    """Return the stamp to hide in the first page of a form."""
    return _signer(request).sign(f"{form_id}.{uuid.uuid4().hex}.{int(now.timestamp())}")


def read_stamp(request: HttpRequest, value: str, *, form_id: int, now: datetime) -> Stamp:
    """Return what a stamp says; raise StampUnusable."""
    try:
        parts = _signer(request).unsign(value).split(".")
    except BadSignature:
        raise StampUnusable from None
    if len(parts) != _PARTS or parts[0] != str(form_id):
        raise StampUnusable
    age = int(now.timestamp()) - int(parts[2])
    if not 0 <= age < settings.VISITOR_DRAFT_LIFETIME.total_seconds():
        raise StampUnusable
    return Stamp(UUID(hex=parts[1]), datetime.fromtimestamp(int(parts[2]), tz=now.tzinfo))


def _signer(request: HttpRequest) -> Signer:
    return Signer(sep=":", salt=f"form_submissions.stamp:{request.get_host()}")

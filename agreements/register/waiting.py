"""Since when an agreement waits for whoever acts next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from agreements.models import Agreement
from agreements.signing.models import SigningRequest


def waiting_since(agreement: Agreement, request: SigningRequest | None) -> datetime | None:
    """Return since when an agreement on its way waits; None once it is complete or over.

    `request` is the open request to sign it, if somebody is asked.
    """
    if not agreement.is_open:
        return None
    if request is not None:
        return request.waiting_since
    return (
        agreement.attested_at
        or agreement.countersigned_at
        or agreement.organisation_signed_at
        or agreement.out_at
        or agreement.issued_at
    )


def days_since(moment: datetime | None, now: datetime) -> int | None:
    """Return how many midnights have passed since a moment."""
    if moment is None:
        return None
    return (timezone.localdate(now) - timezone.localdate(moment)).days


def open_requests(agreements: Iterable[Agreement]) -> Mapping[UUID, SigningRequest]:
    """Return the open request of each agreement that has one, by the agreement's id; one query."""
    out = [one.pk for one in agreements if one.is_open]
    asked = SigningRequest.objects.filter(agreement__in=out, state=SigningRequest.State.OPEN)
    return {request.agreement_id: request for request in asked}

"""What is kept with a signature: who signed, on what authority, how they proved themselves, and each wording."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.client import Client
from accounts.models import User
from accounts.second_factor import Authentication
from agreements.events import SUBJECT
from agreements.models import Agreement
from agreements.signing.marks import Strokes, mark_in_words
from agreements.signing.models import SigningRequest
from agreements.signing.wordings import intent_of
from audit.models import AuditEvent


@dataclass(frozen=True, slots=True)
class SignatureGiven:
    """What the signatory typed, perhaps drew, and the page that they saw (SHA-256 of what was shown)."""

    name: str
    job_title: str
    page_sha256: str
    shown_page_sha256: str
    strokes: Strokes = ()


def evidence_of(
    request: SigningRequest,
    agreement: Agreement,
    given: SignatureGiven,
    *,
    by: User,
    client: Client,
    authentication: Authentication,
) -> dict[str, Any]:
    """Return the evidence of a signature as plain JSON data; times in ISO 8601 to the millisecond.

    Declaration and consent are kept as they read when they were given, whatever they would say by now.
    """
    given_before = _wordings_given(request)
    return {
        "name": given.name.strip(),
        "job_title": given.job_title.strip(),
        "email": by.email,
        "account_name": by.name,
        "mark": {"method": mark_in_words(given.strokes), "strokes": given.strokes},
        "authority": {
            "basis": request.authority_basis,
            "detail": request.authority_detail,
            "at": _iso(request.authority_at),
            "wording": given_before["authority_confirmed"],
        },
        "consent": {"at": _iso(request.consented_at), "wording": given_before["consented"]},
        "intent": asdict(intent_of(agreement, request.party)),
        "nominated_by": str(request.nominated_by_id),
        "authentication": proof_of(authentication),
        "client": asdict(client),
        "clock": settings.CLOCK_SOURCE,
    }


def _wordings_given(request: SigningRequest) -> dict[str, dict[str, str]]:
    """Return what was declared and consented to for a request, from the trail: the last of each; one query."""
    events = AuditEvent.objects.filter(
        subject_type=SUBJECT,
        subject_id=str(request.agreement_id),
        action__in=["agreement.authority_confirmed", "agreement.consented"],
    )
    return {
        event.action.removeprefix("agreement."): event.detail["wording"]
        for event in events.order_by("sequence")
        if event.detail["request"] == str(request.pk)
    }


def proof_of(authentication: Authentication) -> dict[str, str]:
    """Return how a person proved themself, as plain JSON data."""
    return {
        "method": authentication.method,
        "factor_id": authentication.factor_id,
        "password_at": _iso(authentication.password_at),
        "second_factor_at": _iso(authentication.second_factor_at),
        "session_sha256": authentication.session_sha256,
        "wrong_codes": str(authentication.wrong_codes),
    }


def method_in_words(method: str) -> str:
    """Say for people how somebody proved themself, from what `proof_of` keeps."""
    return method.replace("TOTP", "a one-time code").replace("recovery code", "a recovery code").capitalize()


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="milliseconds") if moment else ""

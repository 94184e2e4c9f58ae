"""What a signatory declares and consents to, word for word. A changed sentence gets a new version.

The wording that was shown is kept with each signature, so old ones stay readable whatever stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

from agreements.models import Agreement
from agreements.signing.models import Party


class Basis(TextChoices):
    """Where a signatory's authority comes from."""

    OFFICE = "office", "My office or role carries the authority to sign agreements of this kind"
    SCHEME = "scheme", "The scheme of delegation gives me this authority"
    MANDATE = "mandate", "A resolution or a written mandate gives me this authority"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that somebody agrees to, with the version under which it is kept."""

    version: str
    text: str


def declaration_of(agreement: Agreement, party: str) -> Wording:
    """Return what a signatory declares about their authority."""
    return Wording(
        "authority-1", f"I am authorised to sign this agreement for {party_name(agreement, party)}."
    )


def consent_of(agreement: Agreement) -> Wording:
    """Return the consent to sign electronically."""
    return Wording(
        "consent-1",
        f"I agree to sign agreement {agreement.reference} electronically. I understand that typing my name "
        "and choosing “Sign” has the same effect as signing on paper, that I could have asked to sign on "
        "paper instead, and that I can download a copy at any time.",
    )


def intent_of(agreement: Agreement, party: str) -> Wording:
    """Return what choosing “Sign” means."""
    return Wording(
        "intent-1",
        f"I have read the whole of agreement {agreement.reference} and I sign it for "
        f"{party_name(agreement, party)}.",
    )


def party_name(agreement: Agreement, party: str) -> str:
    """Return the legal name of a side of the agreement."""
    return agreement.organisation.name if party == Party.ORGANISATION else agreement.partner.name

"""Ask the gate about a leg, and keep what it said."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from directory.models import Organisation, Partner
from forms.documents.models import Document
from forms.routing.gate import GateDecision, gate
from forms.routing.models import Delivery

# A copy of a sealed agreement goes to its own parties: registrations are what the gate decides about.
NOT_A_REGISTRATION = GateDecision(allowed=True, reason="Not a registration: the gate was not asked.")


def ask(
    *,
    document: Document,
    organisation: Organisation | None,
    partner: Partner,
    subject_id: UUID,
    now: datetime,
) -> GateDecision:
    """Ask whether a document of the organisation, or of a visitor, may go to the partner on the local day of `now`.

    One query: the roles of the partners that the subject's live legs go to. None for a sealed agreement.
    """
    if document.to_seal:
        return NOT_A_REGISTRATION
    return gate().may_send(
        organisation=organisation,
        partner=partner,
        on=timezone.localdate(now),
        together=_roles_of(subject_id) | {partner.role},
        holds_patients=document.holds_patients,
    )


def noted(decision: GateDecision, *, when: str, now: datetime) -> dict[str, Any]:
    """Return a decision as it is kept on the leg; `when` says at which point it was asked."""
    return {
        "at": now.isoformat(),
        "when": when,
        "allowed": decision.allowed,
        "reason": decision.reason,
        "missing": list(decision.missing),
        "next_actor": decision.next_actor,
    }


def reason_of(decision: GateDecision) -> str:
    """Return why a leg is held, in a person's words."""
    return (decision.reason or "The gate does not allow this delivery.")[:240]


def _roles_of(subject_id: UUID) -> frozenset[str]:
    """Return the roles that a subject's legs go to; a held one counts, for it is released or cancelled yet.

    So what a leg needs follows from what was registered, not from which leg happens to be tried first.
    """
    legs = Delivery.objects.filter(subject_id=subject_id).exclude(state=Delivery.State.CANCELLED)
    return frozenset(legs.order_by().values_list("partner__role", flat=True))

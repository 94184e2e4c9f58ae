"""Ask the gate about a leg, and keep what it said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from directory.models import Organisation, Partner
from forms.routing.gate import GateDecision, gate


def ask(*, organisation: Organisation, partner: Partner, now: datetime) -> GateDecision:
    """Ask whether the organisation's documents may go to the partner on the local day of `now`."""
    return gate().may_send(organisation=organisation, partner=partner, on=timezone.localdate(now))


def noted(decision: GateDecision, *, when: str, now: datetime) -> dict[str, Any]:
    """Return a decision as it is kept on the leg; `when` says at which point it was asked."""
    return {
        "at": now.isoformat(),
        "when": when,
        "allowed": decision.allowed,
        "reason": decision.reason,
        "missing": list(decision.missing),
    }


def reason_of(decision: GateDecision) -> str:
    """Return why a leg is held, in a person's words."""
    return (decision.reason or "The gate does not allow this delivery.")[:240]

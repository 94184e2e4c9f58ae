"""The name that pages show before the gate: where they are certified with it, it changes as records do."""

from __future__ import annotations

from datetime import datetime

from approvals.services import Actor
from labelling.effects import effects
from labelling.services import make, proposal_of, propose_change
from programme.models import Programme


def propose_name(*, programme: Programme, neutral_name: str, by: Actor, now: datetime) -> bool:
    """Propose a new name where pages are certified with the one of now; say whether it was proposed."""
    renamed = Programme.objects.get(pk=programme.pk)
    renamed.neutral_name = neutral_name
    change = proposal_of(renamed, now=now)
    if not effects().touched(change=change, make=lambda: make(change)):
        return False
    propose_change(target=renamed, by=by, now=now)
    return True

"""Who acts next on an agreement, in words that stand in the middle of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from agreements.kinds import Kind
from agreements.readiness import Held
from agreements.standing import Standing, seal_is_late


class Actor(TextChoices):
    """Whose turn it is."""

    TEAM = "team", "The hospital team"
    SIGNATORY = "signatory", "The hospital’s signatory"
    COUNTERPARTY = "counterparty", "The counterparty"
    ADMINISTRATOR = "administrator", "The programme office"
    SYSTEM = "system", "Nobody: it happens by itself"
    NOBODY = "nobody", "Nobody"


@dataclass(frozen=True, slots=True)
class NextStep:
    """Whose turn it is and what they do, as one sentence."""

    actor: Actor
    sentence: str


_STEPS = {
    Standing.PREPARING: NextStep(Actor.TEAM, "The team completes the particulars and names who signs."),
    Standing.OUT: NextStep(Actor.SIGNATORY, "The person whom the team named to sign it reads and signs it."),
    Standing.ATTESTED: NextStep(Actor.ADMINISTRATOR, "A second person in the programme office confirms it."),
    Standing.COUNTERSIGNED: NextStep(Actor.SYSTEM, "It is being sealed. This takes a few minutes."),
    Standing.STARTS_LATER: NextStep(Actor.SYSTEM, "It comes into force on its first day by itself."),
    Standing.IN_FORCE: NextStep(Actor.NOBODY, "Nobody has to do anything: it is in force."),
    Standing.EXPIRING: NextStep(Actor.TEAM, "The team renews it before its last day."),
    Standing.TO_REPLACE: NextStep(Actor.TEAM, "The team signs it anew on the latest text."),
}
_NAME = NextStep(Actor.TEAM, "The team names who signs for the organisation.")
_LATE = NextStep(
    Actor.ADMINISTRATOR,
    "All have signed, but it is not sealed after 15 minutes. The programme office finds out why.",
)
_START = NextStep(Actor.TEAM, "The team starts it on the checklist, or asks the programme office to.")


def next_step(held: Held | None, *, now: datetime | None = None) -> NextStep:
    """Return whose turn it is; without an agreement, or after one that ended, it has to be started.

    Without `now`, as where only the day is known, a seal that is late is not told from one under way.
    """
    if held is None:
        return _START
    if held.standing == Standing.OUT and not held.asked:
        return _NAME
    if held.standing == Standing.SIGNED:
        return NextStep(Actor.COUNTERPARTY, f"{held.agreement.partner.name} countersigns it.")
    if held.standing == Standing.COUNTERSIGNED and held.agreement.seal_problem:
        return NextStep(Actor.ADMINISTRATOR, "The programme office looks why it could not be sealed.")
    if now is not None and seal_is_late(held.agreement, now):
        return _LATE
    return _STEPS.get(held.standing, _START)


def missing_sentence(kind: Kind, partner_name: str, held: Held | None) -> str:
    """Say what is missing and how it stands."""
    with_whom = f" with {partner_name}" if partner_name else ""
    state = str(held.standing.label).lower() if held else "not started"
    return f"The {kind.label}{with_whom} is not in force ({state})."


def actor_in_words(held: Held | None) -> str:
    """Name whose turn it is, the counterparty by its own name."""
    actor = next_step(held).actor
    if held is not None and actor == Actor.COUNTERPARTY:
        return held.agreement.partner.name
    return str(actor.label)

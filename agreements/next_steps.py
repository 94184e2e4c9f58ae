"""Who acts next on an agreement, in words that stand in the middle of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.readiness import Held
from agreements.standing import Standing, seal_is_late, tag_of


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
    "All have signed, but its seal is late. The programme office knows and puts it right: nobody else has to "
    "do anything.",
)
_START = NextStep(Actor.TEAM, "The team starts it on the checklist, or asks the programme office to.")


@dataclass(frozen=True, slots=True)
class State:
    """How an agreement stands in a few words, and the colour of its tag: see `tag_of`."""

    label: str
    tag: str


def state_of(agreement: Agreement, standing: Standing, *, now: datetime) -> State:
    """Return how an agreement stands for people to read: that it is being sealed only while that is so."""
    if _seal_in_trouble(agreement, standing, now):
        return State("Signed by all, its seal is late", "bad")
    return State(str(standing.label), tag_of(standing))


def next_step(held: Held | None, *, now: datetime) -> NextStep:
    """Return whose turn it is; without an agreement, or after one that ended, it has to be started."""
    if held is None:
        return _START
    if held.standing == Standing.OUT and not held.asked:
        return _NAME
    if held.standing == Standing.SIGNED:
        return NextStep(Actor.COUNTERPARTY, f"{held.agreement.partner.name} countersigns it.")
    if _seal_in_trouble(held.agreement, held.standing, now):
        return _LATE
    return _STEPS.get(held.standing, _START)


def missing_sentence(kind: Kind, partner_name: str, held: Held | None, *, now: datetime) -> str:
    """Say what is missing and how it stands."""
    with_whom = f" with {partner_name}" if partner_name else ""
    state = state_of(held.agreement, held.standing, now=now).label.lower() if held else "not started"
    return f"The {kind.label}{with_whom} is not in force ({state})."


def actor_in_words(held: Held | None, *, now: datetime) -> str:
    """Name whose turn it is, the counterparty by its own name."""
    actor = next_step(held, now=now).actor
    if held is not None and actor == Actor.COUNTERPARTY:
        return held.agreement.partner.name
    return str(actor.label)


def _seal_in_trouble(agreement: Agreement, standing: Standing, now: datetime) -> bool:
    """Say whether the seal failed at its last try, or nobody seems to try."""
    failed = standing == Standing.COUNTERSIGNED and bool(agreement.seal_problem)
    return failed or seal_is_late(agreement, now)

"""How an agreement stands on a day. The dates decide; nothing has to run for an agreement to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, TextChoices

from agreements.models import Agreement

# Renewal takes a hospital some months, so that is how long before the end it starts to show.
EXPIRING_WITHIN = timedelta(days=90)

# Sealing takes seconds, and what failed is tried every five minutes: after that nobody seems to try.
SEALED_WITHIN = timedelta(minutes=15)

Stage = Agreement.Stage


class Standing(TextChoices):
    """What people read. Those before `in_force` are on their way, those after `expiring` are over."""

    PREPARING = "preparing", "Being prepared"
    OUT = "out", "Out for signature"
    SIGNED = "signed", "Signed by the organisation"
    COUNTERSIGNED = "countersigned", "Signed by all, being sealed"
    ATTESTED = "attested", "Waiting to be confirmed"
    STARTS_LATER = "starts_later", "Signed, starts later"
    IN_FORCE = "in_force", "In force"
    EXPIRING = "expiring", "In force, ends soon"
    EXPIRED = "expired", "Expired"
    TO_REPLACE = "to_replace", "Must be signed anew"
    SUPERSEDED = "superseded", "Superseded"
    TERMINATED = "terminated", "Terminated"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    VOIDED = "voided", "Voided"
    LAPSED = "lapsed", "Not signed in time"


IN_FORCE = frozenset({Standing.IN_FORCE, Standing.EXPIRING})
ON_THE_WAY = frozenset(
    {Standing.PREPARING, Standing.OUT, Standing.SIGNED, Standing.COUNTERSIGNED, Standing.ATTESTED}
)
TAGS = {
    Standing.IN_FORCE: "good",
    Standing.EXPIRING: "wait",
    Standing.STARTS_LATER: "wait",
    Standing.PREPARING: "wait",
    Standing.OUT: "wait",
    Standing.SIGNED: "wait",
    Standing.COUNTERSIGNED: "wait",
    Standing.ATTESTED: "wait",
    Standing.SUPERSEDED: "quiet",
    Standing.WITHDRAWN: "quiet",
    Standing.VOIDED: "quiet",
}
BEFORE_COMPLETE = {
    Stage.DRAFT: Standing.PREPARING,
    Stage.OUT: Standing.OUT,
    Stage.SIGNED: Standing.SIGNED,
    Stage.COUNTERSIGNED: Standing.COUNTERSIGNED,
    Stage.ATTESTED: Standing.ATTESTED,
    Stage.DECLINED: Standing.DECLINED,
    Stage.WITHDRAWN: Standing.WITHDRAWN,
    Stage.VOIDED: Standing.VOIDED,
    Stage.LAPSED: Standing.LAPSED,
}


@dataclass(frozen=True, slots=True)
class End:
    """The first day on which an agreement no longer stands, and why."""

    on: date
    standing: Standing


def tag_of(standing: Standing) -> str:
    """Return the colour of a standing's tag: good, wait, quiet or bad."""
    return TAGS.get(standing, "bad")


def end_of(agreement: Agreement) -> End | None:
    """Return how a complete agreement ends as things are known, the earliest end first; None: open-ended."""
    ends = [
        End(agreement.superseded_on, Standing.SUPERSEDED) if agreement.superseded_on else None,
        End(agreement.terminates_on, Standing.TERMINATED) if agreement.terminates_on else None,
        End(agreement.expires_on + timedelta(days=1), Standing.EXPIRED) if agreement.expires_on else None,
        End(agreement.replace_by + timedelta(days=1), Standing.TO_REPLACE) if agreement.replace_by else None,
    ]
    return min((end for end in ends if end), key=lambda end: end.on, default=None)


def last_day_of(agreement: Agreement) -> date | None:
    """Return the last day on which a complete agreement is in force; None: no end is known."""
    end = end_of(agreement)
    return end.on - timedelta(days=1) if end else None


def standing_of(agreement: Agreement, on: date) -> Standing:
    """Return how the agreement stands on a day."""
    stage = Stage(agreement.stage)
    if stage != Stage.COMPLETE or agreement.effective_on is None:
        return BEFORE_COMPLETE[stage]
    end = end_of(agreement)
    if end is not None and end.on <= on:
        return end.standing
    if on < agreement.effective_on:
        return Standing.STARTS_LATER
    if end is not None and end.standing != Standing.SUPERSEDED and end.on - on <= EXPIRING_WITHIN:
        return Standing.EXPIRING
    return Standing.IN_FORCE


def seal_is_late(agreement: Agreement, now: datetime) -> bool:
    """Say whether all signed so long ago that the seal should be there; `seal_late` selects the same rows."""
    signed_at = agreement.countersigned_at
    return agreement.stage == Stage.COUNTERSIGNED and bool(signed_at and signed_at < now - SEALED_WITHIN)


def seal_late(now: datetime) -> Q:
    """Select what all signed so long ago that the seal should be there."""
    return Q(stage=Stage.COUNTERSIGNED, countersigned_at__lt=now - SEALED_WITHIN)


def is_in_force(agreement: Agreement, on: date) -> bool:
    """Say whether the agreement binds on a day; `in_force` selects the same rows."""
    return standing_of(agreement, on) in IN_FORCE


def in_force(on: date) -> Q:
    """Select the agreements that are in force on a day."""
    return Q(stage=Stage.COMPLETE, effective_on__lte=on) & not_ended(on)


def not_ended(on: date) -> Q:
    """Select the agreements that nothing has ended by a day, whether they have begun or not."""
    selected = Q()
    for name, comparison in (
        ("expires_on", "gte"),
        ("replace_by", "gte"),
        ("superseded_on", "gt"),
        ("terminates_on", "gt"),
    ):
        selected &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__{comparison}": on})
    return selected

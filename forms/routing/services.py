"""What may be done with legs: make one, and what a person may do to it. Each call is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from audit.trail import audited
from directory.models import Destination, Partner
from directory.services import destination_for
from forms.documents.services import readdress_document
from forms.routing.creating import (
    create_deliveries,
    create_delivery,
    new_delivery,
    no_destination,
    put_destination,
    record_delivery,
)
from forms.routing.decisions import ask, noted, reason_of
from forms.routing.gate import GateDecision
from forms.routing.legs import Leg, legs_of
from forms.routing.listeners import notify
from forms.routing.models import Delivery
from forms.routing.overview import waits_for_destruction
from forms.routing.tasks import enqueue_delivery

__all__ = [
    "Leg",
    "NotPossible",
    "cancel",
    "confirm_destruction",
    "create_deliveries",
    "create_delivery",
    "legs_of",
    "new_delivery",
    "release",
    "reroute",
    "retry",
]

State = Delivery.State
# A leg whose worker died is still marked as being sent; `_operate` lets nobody touch a live lease.
STUCK = frozenset({State.SENDING})


class NotPossible(Exception):
    """A leg's state, its partner or the gate does not allow this; the message says what to do."""


def retry(*, delivery: Delivery, by: User, now: datetime) -> Delivery:
    """Try a failed or waiting leg again at once, with a fresh number of tries; the bytes stay the same."""

    def change(leg: Delivery) -> dict[str, Any]:
        _expect(
            leg,
            STUCK | {State.FAILED, State.RETRYING},
            "Only a delivery that failed or waits can be tried again.",
        )
        leg.attempt_limit = leg.attempts + settings.DELIVERY_MAX_ATTEMPTS
        _queue(leg, now=now)
        return {}

    return _operate("retried", delivery, change, by=by, now=now, tell=True)


def release(*, delivery: Delivery, by: User, now: datetime) -> Delivery:
    """Let a held leg go, if the gate allows it by now; raise NotPossible with its reason otherwise."""

    def change(leg: Delivery) -> dict[str, Any]:
        _expect(leg, {State.HELD}, "Only a held delivery can be released.")
        decision = _asked(leg, leg.partner, now=now)
        if not decision.allowed:
            raise NotPossible(f"Still held: {reason_of(decision)}")
        if not leg.transport:
            put_destination(leg, _destination(leg.partner, now=now))
        leg.gate_decisions = [*leg.gate_decisions, noted(decision, when="at release", now=now)]
        leg.held_reason = ""
        leg.attempt_limit = leg.attempts + settings.DELIVERY_MAX_ATTEMPTS
        _queue(leg, now=now)
        return {}

    return _operate("released", delivery, change, by=by, now=now, tell=True)


def cancel(*, delivery: Delivery, by: User, now: datetime, reason: str) -> Delivery:
    """Take a leg out of the queue for good; a leg that was sent cannot be called back."""

    def change(leg: Delivery) -> dict[str, Any]:
        _expect(
            leg,
            STUCK | {State.QUEUED, State.RETRYING, State.FAILED, State.HELD},
            "Only a delivery that has not been sent can be cancelled.",
        )
        _close(leg, reason, now=now)
        return {"reason": reason}

    if not reason.strip():
        raise NotPossible("Say why the delivery is cancelled.")
    return _operate("cancelled", delivery, change, by=by, now=now, tell=True)


def reroute(*, delivery: Delivery, partner: Partner, by: User, now: datetime, reason: str) -> Delivery:
    """Cancel a leg and make one that replaces it, to another partner of the role or to the same one.

    The same partner means its destination of today, for a leg frozen to one that was wrong.
    :raises NotPossible: no reason; acknowledged, cancelled or being sent; another role; not on offer;
        no destination; a signed agreement to somebody who is no party to it.
    """

    def change(leg: Delivery) -> dict[str, Any]:
        _expect(
            leg,
            STUCK | {State.QUEUED, State.RETRYING, State.FAILED, State.HELD, State.SENT},
            "A delivery that is acknowledged or cancelled cannot be re-routed.",
        )
        detail = {"was": leg.state, "to": partner.code, "reason": reason}
        _close(leg, reason, now=now)
        return detail

    if not reason.strip():
        raise NotPossible("Say why the delivery is re-routed.")
    with audited(at=now):
        old = _operate("rerouted", delivery, change, by=by, now=now)
        if partner.role != old.partner.role or partner.programme_id != old.programme_id:
            raise NotPossible("Choose a partner of the same role.")
        sealed = old.document.to_seal
        if sealed and partner.pk != old.partner_id:
            raise NotPossible("A signed agreement goes to its own parties only.")
        if not sealed and not partner.available_on(timezone.localdate(now)):
            raise NotPossible(f"{partner.name} does not take registrations today.")
        document = old.document
        if partner.pk != old.partner_id:
            document = readdress_document(document=document, partner=partner, now=now)
        new = create_delivery(
            document=document,
            destination=_destination(partner, now=now),
            gate_decision=_asked(old, partner, now=now),
            now=now,
            replaces=old,
            by=by.pk,
        )
        notify(subject_id=old.subject_id, now=now)
    return new


def confirm_destruction(*, delivery: Delivery, by: User, now: datetime) -> Delivery:
    """Take note that a partner destroyed the copy it had received before another delivery replaced it."""

    def change(leg: Delivery) -> dict[str, Any]:
        if not waits_for_destruction(leg):
            raise NotPossible("No copy of this delivery waits to be destroyed.")
        leg.destruction_confirmed_at = now
        leg.alarm_due_at = None
        return {}

    return _operate("destruction_confirmed", delivery, change, by=by, now=now)


def _operate(
    action: str,
    delivery: Delivery,
    change: Callable[[Delivery], dict[str, Any]],
    *,
    by: User,
    now: datetime,
    tell: bool = False,
) -> Delivery:
    with audited(at=now):
        leg = _locked(delivery.pk)
        if leg.state == State.SENDING and leg.leased_until is not None and leg.leased_until >= now:
            raise NotPossible("The delivery is being sent right now. Look again in a few minutes.")
        detail = change(leg)
        leg.lease_token, leg.leased_until = None, None
        leg.save()
        record_delivery(action, leg, by=by.pk, **detail)
        if tell:
            notify(subject_id=leg.subject_id, now=now)
    return leg


def _locked(delivery_id: UUID) -> Delivery:
    # The lock makes a claim wait, and a claim that came first is seen here.
    rows = Delivery.objects.select_for_update(of=("self",)).select_related(
        "partner", "organisation", "document"
    )
    return rows.get(pk=delivery_id)


def _close(leg: Delivery, reason: str, *, now: datetime) -> None:
    leg.state, leg.settled_at, leg.task_id = State.CANCELLED, now, None
    leg.closed_reason = reason.strip()
    # The programme office asks a partner to destroy the copy that it had received.
    leg.alarm_due_at = now if leg.sent_at and not leg.document.to_seal else None


def _queue(leg: Delivery, *, now: datetime) -> None:
    leg.state, leg.next_attempt_at, leg.settled_at = State.QUEUED, now, None
    leg.error = leg.error_kind = ""
    # If it fails again, that is news again.
    leg.alarm_due_at = leg.alarmed_at = None
    leg.task_id = enqueue_delivery(leg.pk)


def _asked(leg: Delivery, partner: Partner, *, now: datetime) -> GateDecision:
    return ask(
        document=leg.document,
        organisation=leg.organisation,
        partner=partner,
        subject_id=leg.subject_id,
        now=now,
    )


def _destination(partner: Partner, *, now: datetime) -> Destination:
    found = destination_for(partner=partner, on=timezone.localdate(now))
    if found is None:
        raise NotPossible(no_destination(partner))
    return found


def _expect(leg: Delivery, states: Set[Delivery.State], message: str) -> None:
    if leg.state not in states:
        raise NotPossible(message)

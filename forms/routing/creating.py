"""Make a leg: destination frozen and sealed, its task enqueued, its event recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from audit.trail import record
from directory.models import Destination, Partner
from forms.documents.models import Document
from forms.routing.decisions import noted, reason_of
from forms.routing.destinations import destination_to_json, freeze
from forms.routing.gate import GateDecision
from forms.routing.models import Delivery
from forms.routing.tasks import enqueue_delivery

SYSTEM = "routing"


def new_delivery(
    *,
    document: Document,
    destination: Destination | None,
    gate_decision: GateDecision,
    now: datetime,
    replaces: Delivery | None = None,
) -> Delivery:
    """Make a leg with its destination frozen and sealed, to be stored by `create_deliveries`.

    A refused decision, or no destination, makes a held leg: it waits for a person and is never dropped.
    """
    leg = _leg_of(document, now=now, replaces=replaces)
    if destination is not None and destination.partner_id != leg.partner_id:
        raise ValueError("The destination belongs to another partner.")
    leg.gate_decisions = [noted(gate_decision, when="at creation", now=now)]
    put_destination(leg, destination)
    if not gate_decision.allowed:
        leg.state, leg.held_reason = Delivery.State.HELD, reason_of(gate_decision)
    elif destination is None:
        leg.state, leg.held_reason = Delivery.State.HELD, no_destination(leg.partner)
    if leg.state == Delivery.State.HELD:
        leg.alarm_due_at = now
    return leg


def create_deliveries(legs: Iterable[Delivery], *, by: object = SYSTEM) -> None:
    """Store new legs inside the caller's audited block, their tasks enqueued; rolling back removes both.

    The listeners are not told: the caller knows.
    """
    made = list(legs)
    for leg in made:
        if leg.state == Delivery.State.QUEUED:
            leg.task_id = enqueue_delivery(leg.pk)
    Delivery.objects.bulk_create(made)
    for leg in made:
        record_delivery("created", leg, by=by, state=leg.state)


def create_delivery(
    *,
    document: Document,
    destination: Destination | None,
    gate_decision: GateDecision,
    now: datetime,
    replaces: Delivery | None = None,
    by: object = SYSTEM,
) -> Delivery:
    """Make one leg with `new_delivery` and store it, inside the caller's audited block."""
    leg = new_delivery(
        document=document, destination=destination, gate_decision=gate_decision, now=now, replaces=replaces
    )
    create_deliveries([leg], by=by)
    return leg


def _leg_of(document: Document, *, now: datetime, replaces: Delivery | None) -> Delivery:
    if document.partner is None:
        raise ValueError("A document without a partner is the team's own: it is not delivered.")
    return Delivery(
        programme=document.programme,
        organisation_id=document.organisation_id,
        partner=document.partner,
        document=document,
        subject_id=document.subject_id,
        reference=document.reference,
        audience=document.audience,
        replaces=replaces,
        attempt_limit=settings.DELIVERY_MAX_ATTEMPTS,
        next_attempt_at=now,
        created_at=now,
    )


def put_destination(leg: Delivery, destination: Destination | None) -> None:
    """Freeze a destination into a leg; without one the leg has no transport."""
    if destination is None:
        leg.destination_sealed = b""
        leg.transport = ""
        return
    leg.transport = destination.transport
    leg.destination = destination_to_json(freeze(destination, programme=leg.programme.name))


def no_destination(partner: Partner) -> str:
    """Return what to tell a person about a partner that cannot be reached."""
    return f"{partner.name} has no approved destination. Record one and have it approved."


def record_delivery(action: str, leg: Delivery, *, by: object, **detail: Any) -> None:
    """Record what was done to a leg."""
    record(
        f"delivery.{action}",
        actor=by,
        subject=leg,
        programme=leg.programme_id,
        organisation=leg.organisation_id,
        detail={"reference": leg.reference, "partner": leg.partner.code, **detail},
    )

"""Send one leg: claim it, ask the gate, make its bytes once, send, record.

At least once: killed anywhere, the lease runs out and another worker repeats the same bytes under
the same name. Nothing is drawn, encrypted or sent inside a transaction.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from forms.documents.services import StoredPdfChanged
from forms.routing.backoff import Uniform
from forms.routing.decisions import ask, noted, reason_of
from forms.routing.destinations import destination_from_json
from forms.routing.failures import log_failure
from forms.routing.leases import LeaseLost, claim, keep
from forms.routing.models import Delivery
from forms.routing.outcomes import Failed, Held, Outcome, Schedule, Sent, record_outcome
from forms.routing.payloads import payload_of
from forms.routing.transports.base import ErrorKind, TransportError
from forms.routing.transports.registry import transport
from vault.envelope import SealBroken

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def send_leg(
    *, delivery_id: UUID, clock: Clock, schedule: Schedule, uniform: Uniform = random.uniform
) -> str:
    """Try a leg once if it is due, and record how it ended; return its state, or why nothing was done.

    `schedule` enqueues the next try in the transaction that records a temporary failure.
    """
    leg = claim(delivery_id=delivery_id, now=clock())
    if leg is None:
        # Idempotent: a task may come twice, or after somebody cancelled the leg.
        return "not due"
    try:
        outcome = _try(leg, clock=clock)
        state = record_outcome(leg, outcome, now=clock(), schedule=schedule, uniform=uniform)
    except LeaseLost:
        logger.warning("Leg %s (%s) was taken over; this worker leaves it", leg.pk, leg.reference)
        return "taken over"
    logger.info("Leg %s (%s) attempt %s: %s", leg.pk, leg.reference, leg.attempts, state)
    return state


def _try(leg: Delivery, *, clock: Clock) -> Outcome:
    if leg.attempts > leg.attempt_limit:
        # Its workers died without a result: a leg that kills workers must not do so for ever.
        return Failed("Sending was interrupted too often.", ErrorKind.PERMANENT)
    try:
        return _send(leg, clock=clock)
    except LeaseLost:
        raise
    except TransportError as error:
        return Failed(error.message, error.kind)
    except (SealBroken, StoredPdfChanged) as error:
        # No later try can open it: it fails at once, and so stands before the operators.
        log_failure(logger, f"Leg {leg.pk} ({leg.reference}) does not open", error)
        return Failed("What was stored for this delivery is damaged or changed.", ErrorKind.PERMANENT)
    except Exception as error:  # noqa: BLE001 - one leg's surprise must not stop the others
        log_failure(logger, f"Leg {leg.pk} ({leg.reference})", error)
        return Failed(f"Unexpected error: {type(error).__name__}.", ErrorKind.TEMPORARY)


def _send(leg: Delivery, *, clock: Clock) -> Outcome:
    now = clock()
    decision = ask(
        document=leg.document,
        organisation=leg.organisation,
        partner=leg.partner,
        subject_id=leg.subject_id,
        now=now,
    )
    decisions = [*leg.gate_decisions, noted(decision, when="before sending", now=now)]
    if not decision.allowed:
        return Held(reason_of(decision), decisions)
    destination = destination_from_json(leg.destination)
    carrier = transport(destination.transport)
    stored = payload_of(leg, destination, now=now)
    # The hash is on the row before the first byte leaves, and the lease is still ours.
    keep(
        leg,
        now=clock(),
        gate_decisions=decisions,
        payload_name=stored.name,
        payload_sha256=stored.payload.sha256,
        payload_size=stored.size,
    )
    return Sent(carrier.send(stored.payload, destination).provider_id)

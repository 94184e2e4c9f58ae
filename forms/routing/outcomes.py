"""How a try ended, and what that makes of the leg."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from audit.trail import audited, record
from forms.routing.backoff import Uniform, next_delay, slow_delay
from forms.routing.leases import give_back
from forms.routing.listeners import notify
from forms.routing.models import Attempt, Delivery
from forms.routing.transports.base import ErrorKind

Schedule = Callable[[UUID, datetime], UUID]
WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Held:
    """The gate refused before sending."""

    reason: str
    gate_decisions: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Failed:
    """The try failed; the kind decides what comes next."""

    message: str
    kind: ErrorKind


Outcome = Sent | Held | Failed


def record_outcome(
    leg: Delivery, outcome: Outcome, *, now: datetime, schedule: Schedule, uniform: Uniform
) -> str:
    """Store the outcome of a try on its leg and attempt; return the leg's new state.

    :raises LeaseLost: another worker holds the leg by now; nothing is stored.
    """
    with audited(at=now):
        if isinstance(outcome, Sent):
            state = _sent(leg, outcome, now=now)
        elif isinstance(outcome, Held):
            state = _held(leg, outcome, now=now)
        elif outcome.kind is ErrorKind.PERMANENT or leg.attempts >= leg.attempt_limit:
            state = _failed(leg, outcome, now=now)
        else:
            state = _retrying(leg, outcome, now=now, schedule=schedule, uniform=uniform)
        error = outcome.message[:240] if isinstance(outcome, Failed) else ""
        Attempt.objects.filter(delivery=leg, number=leg.attempts).update(
            finished_at=now, outcome=state, error=error
        )
        if state != Delivery.State.RETRYING:
            record(
                f"delivery.{state}",
                actor=WORKER,
                subject=leg,
                programme=leg.programme_id,
                organisation=leg.organisation_id,
                detail=_detail(leg, outcome),
            )
            notify(subject_id=leg.subject_id, now=now)
    return state


def _sent(leg: Delivery, outcome: Sent, *, now: datetime) -> str:
    give_back(
        leg,
        state=Delivery.State.SENT,
        sent_at=now,
        settled_at=now,
        provider_id=outcome.provider_id[:200],
        error="",
        error_kind="",
        alarm_due_at=None,
    )
    return Delivery.State.SENT.value


def _held(leg: Delivery, outcome: Held, *, now: datetime) -> str:
    give_back(
        leg,
        state=Delivery.State.HELD,
        held_reason=outcome.reason,
        gate_decisions=outcome.gate_decisions,
        error="",
        error_kind="",
        alarm_due_at=now,
    )
    return Delivery.State.HELD.value


def _failed(leg: Delivery, outcome: Failed, *, now: datetime) -> str:
    give_back(
        leg,
        state=Delivery.State.FAILED,
        settled_at=now,
        error=outcome.message[:240],
        error_kind=outcome.kind.value,
        alarm_due_at=now,
    )
    return Delivery.State.FAILED.value


def _retrying(leg: Delivery, outcome: Failed, *, now: datetime, schedule: Schedule, uniform: Uniform) -> str:
    cap = settings.DELIVERY_BACKOFF_CAP
    if outcome.kind is ErrorKind.MISCONFIGURED:
        # Trying fast helps nobody: the alarm is on the dashboard at once, a person corrects and retries.
        delay = slow_delay(cap=cap, uniform=uniform)
        # News once: the tries that follow meet the same setting.
        alarm_due_at = None if leg.alarmed_at else leg.alarm_due_at or now
    else:
        tried = leg.attempts - (leg.attempt_limit - settings.DELIVERY_MAX_ATTEMPTS)
        delay = next_delay(attempt=tried, base=settings.DELIVERY_BACKOFF_BASE, cap=cap, uniform=uniform)
        alarm_due_at = None
    at = now + delay
    give_back(
        leg,
        state=Delivery.State.RETRYING,
        next_attempt_at=at,
        task_id=schedule(leg.pk, at),
        error=outcome.message[:240],
        error_kind=outcome.kind.value,
        alarm_due_at=alarm_due_at,
    )
    return Delivery.State.RETRYING.value


def _detail(leg: Delivery, outcome: Outcome) -> dict[str, Any]:
    detail: dict[str, Any] = {
        "reference": leg.reference,
        "partner": leg.partner.code,
        "attempt": leg.attempts,
        "transport": leg.transport,
    }
    if isinstance(outcome, Sent):
        detail |= {"sha256": leg.payload_sha256, "provider_id": outcome.provider_id}
    elif isinstance(outcome, Held):
        detail |= {"reason": outcome.reason}
    else:
        detail |= {"error": outcome.message, "kind": outcome.kind.value}
    return detail

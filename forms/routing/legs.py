"""What a team may know of its legs: states and times, no patient data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from forms.routing.models import Delivery

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg as the status page shows it."""

    delivery_id: UUID
    partner: str
    audience: str
    state: str
    state_label: str
    when: datetime
    explanation: str


def legs_of(subject_id: UUID) -> tuple[Leg, ...]:
    """Return the legs of a subject, the oldest first; one query. The caller checks who may ask."""
    rows = (
        Delivery.objects.filter(subject_id=subject_id)
        .select_related("partner", "replaced_by__partner")
        .defer("destination_sealed", "gate_decisions")
        .order_by("created_at", F("replaces").asc(nulls_first=True), "pk")
    )
    return tuple(_leg(row) for row in rows)


def _leg(row: Delivery) -> Leg:
    return Leg(
        delivery_id=row.pk,
        partner=row.partner.name,
        audience=row.partner.get_role_display(),
        state=row.state,
        state_label=row.get_state_display(),
        when=row.acknowledged_at or row.settled_at or row.created_at,
        explanation=_explanation(row),
    )


def _explanation(row: Delivery) -> str:
    name = row.partner.name
    if row.state == State.HELD:
        return f"{row.held_reason} Nothing has been sent to {name}."
    if row.state == State.CANCELLED:
        successor = getattr(row, "replaced_by", None)
        return f"Sent to {successor.partner.name} instead." if successor else "This delivery was cancelled."
    return {
        State.QUEUED: f"The document is waiting to be sent to {name}.",
        State.SENDING: f"The document is being sent to {name}.",
        State.SENT: f"The document was handed over to {name}.",
        State.ACKNOWLEDGED: f"{name} has confirmed that the document arrived.",
        State.RETRYING: f"The last try did not reach {name}. The system tries again by itself.",
        State.FAILED: f"The document did not reach {name}. The programme office has been told.",
    }[State(row.state)]

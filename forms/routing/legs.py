"""What a team may know of its legs: states and times, no patient data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from directory.models import Partner
from forms.routing.models import Delivery

State = Delivery.State
# Who receives copies of a signed agreement.
PARTIES = "The parties to the agreement"


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
    # The partner that received the document instead, empty while nobody replaces this leg.
    replaced_by: str = ""


def legs_of(subject_id: UUID) -> tuple[Leg, ...]:
    """Return the legs of a subject, the oldest first; one query. The caller checks who may ask."""
    rows = (
        Delivery.objects.filter(subject_id=subject_id)
        .select_related("partner", "document", "replaced_by__partner")
        .defer("destination_sealed", "gate_decisions", "document__content_sealed")
    )
    return tuple(_leg(row) for row in sorted(rows, key=_place))


def _place(row: Delivery) -> tuple[datetime, bool, int, str]:
    """Legs made at once stand in the order in which the directory lists roles; what replaces one, after it."""
    return (
        row.created_at,
        row.replaces_id is not None,
        Partner.Role.values.index(row.partner.role),
        row.partner.name,
    )


def _leg(row: Delivery) -> Leg:
    return Leg(
        delivery_id=row.pk,
        partner=row.partner.name,
        audience=PARTIES if row.document.to_seal else row.partner.get_role_display(),
        state=row.state,
        state_label=state_label(row),
        when=row.acknowledged_at or row.settled_at or row.created_at,
        explanation=_explanation(row),
        replaced_by=_successor(row),
    )


def state_label(row: Delivery) -> str:
    """Return a leg's state in words; a document that was handed over is never called cancelled."""
    successor = _successor(row)
    if row.state == State.CANCELLED and row.sent_at and successor:
        again = successor == row.partner.name
        return "Sent, then sent again" if again else f"Sent, then replaced by {successor}"
    return row.get_state_display()


def _successor(row: Delivery) -> str:
    successor = getattr(row, "replaced_by", None)
    return successor.partner.name if successor else ""


def _explanation(row: Delivery) -> str:
    name = row.partner.name
    if row.state == State.HELD:
        return f"{row.held_reason} Nothing has been sent to {name}."
    if row.state == State.CANCELLED:
        return _closed(row)
    told = "is being told" if row.alarm_due_at else "has been told"
    return {
        State.QUEUED: f"The document is waiting to be sent to {name}.",
        State.SENDING: f"The document is being sent to {name}.",
        State.SENT: f"The document was handed over to {name}.",
        State.ACKNOWLEDGED: f"{name} has confirmed that the document arrived.",
        State.RETRYING: f"The last try did not reach {name}. The system tries again by itself.",
        State.FAILED: f"The document did not reach {name}. The programme office {told}.",
    }[State(row.state)]


def _closed(row: Delivery) -> str:
    name, successor = row.partner.name, _successor(row)
    if not successor:
        return "This delivery was cancelled."
    if not row.sent_at:
        return f"Sent to {successor} instead."
    destroyed = (
        f"{name} has confirmed that the first copy was destroyed."
        if row.destruction_confirmed_at
        else f"The programme office asks {name} to destroy the first copy."
    )
    if row.document.to_seal:
        return f"The agreement was handed over to {name}, then sent again."
    instead = "again" if successor == name else f"to {successor} instead"
    return f"The document was handed over to {name}, then sent {instead}. {destroyed}"

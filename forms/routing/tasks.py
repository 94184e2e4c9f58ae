"""The queue's view of a leg: a row that says 'try this one'. The leg itself stays the truth."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from forms.routing.pipeline import send_leg


@task(backend="routing", queue_name="routing")
def send_delivery(delivery_id: str) -> str:
    """Try one leg now if it is due; a failure to be tried again enqueues the next try."""
    return send_leg(delivery_id=UUID(delivery_id), clock=timezone.now, schedule=enqueue_delivery)


def enqueue_delivery(delivery_id: UUID, at: datetime | None = None) -> UUID:
    """Insert a leg's task in the caller's transaction, to run from `at`; return the id of its row."""
    queued = send_delivery.using(run_after=at) if at else send_delivery
    return UUID(queued.enqueue(str(delivery_id)).id)

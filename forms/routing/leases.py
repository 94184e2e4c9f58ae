"""Take a leg for sending, keep it, and give it back: compare-and-set on the row, no lock held."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from forms.documents.flushing import flush_with_the_next
from forms.routing.models import Attempt, Delivery


class LeaseLost(Exception):
    """Another worker has taken the leg, or a person has; whoever held it stops and changes nothing."""


def due(now: datetime) -> Q:
    """Select legs to be sent now: waiting past their time, or left behind by a worker that died."""
    waiting = Q(
        state__in=[Delivery.State.QUEUED, Delivery.State.RETRYING],
        next_attempt_at__lte=now,
    )
    return waiting | Q(state=Delivery.State.SENDING, leased_until__lt=now)


def claim(*, delivery_id: UUID, now: datetime) -> Delivery | None:
    """Take a due leg for `DELIVERY_LEASE` and begin its next attempt; None when it is not due.

    The UPDATE decides between workers: whoever changes the row has the leg.
    """
    token = uuid4()
    with transaction.atomic():
        # Nothing is sent before `keep` has waited for the disk, and so for this as well.
        flush_with_the_next()
        taken = Delivery.objects.filter(due(now), pk=delivery_id).update(
            state=Delivery.State.SENDING,
            lease_token=token,
            leased_until=now + settings.DELIVERY_LEASE,
            attempts=F("attempts") + 1,
        )
        if not taken:
            return None
        rows = Delivery.objects.select_related("organisation", "partner", "document")
        leg = rows.defer("document__content_sealed").get(pk=delivery_id)
        Attempt.objects.create(delivery=leg, number=leg.attempts, started_at=now)
    return leg


def keep(leg: Delivery, *, now: datetime, **values: Any) -> None:
    """Renew the lease and store `values` on the row; raise LeaseLost when it is no longer held."""
    held = Delivery.objects.filter(
        pk=leg.pk, state=Delivery.State.SENDING, lease_token=leg.lease_token
    ).update(leased_until=now + settings.DELIVERY_LEASE, **values)
    if not held:
        raise LeaseLost(f"Leg {leg.pk} was taken over.")
    for name, value in values.items():
        setattr(leg, name, value)


def give_back(leg: Delivery, **values: Any) -> None:
    """End the lease and store the outcome; raise LeaseLost when it is no longer held."""
    held = Delivery.objects.filter(
        pk=leg.pk, state=Delivery.State.SENDING, lease_token=leg.lease_token
    ).update(lease_token=None, leased_until=None, **values)
    if not held:
        raise LeaseLost(f"Leg {leg.pk} was taken over.")

"""One worker at a time has a leg, until its lease runs out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.models import AuditEvent
from forms.routing.leases import LeaseLost, claim, keep
from forms.routing.models import Delivery
from forms.routing.outcomes import Sent, record_outcome
from forms.routing.tasks import enqueue_delivery
from tests.integration.routing.legs import Times, most, try_once

pytestmark = pytest.mark.django_db


def test_a_running_lease_keeps_others_away_and_an_expired_one_is_taken_over(
    leg: Delivery, inboxes: Path, times: Times, settings: Any
) -> None:
    assert claim(delivery_id=leg.pk, now=times()) is not None
    assert try_once(leg, times).state == "sending"

    times.forward(settings.DELIVERY_LEASE + timedelta(seconds=1))

    sent = try_once(leg, times)
    assert (sent.state, sent.attempts) == ("sent", 2)
    assert [attempt.outcome for attempt in sent.tries.all()] == ["", "sent"]


def test_a_worker_that_lost_its_lease_changes_nothing(leg: Delivery, times: Times, settings: Any) -> None:
    slow = claim(delivery_id=leg.pk, now=times())
    assert slow is not None
    times.forward(settings.DELIVERY_LEASE + timedelta(seconds=1))
    fast = claim(delivery_id=leg.pk, now=times())
    assert fast is not None

    with pytest.raises(LeaseLost):
        keep(slow, now=times(), payload_sha256="0" * 64)
    with pytest.raises(LeaseLost):
        record_outcome(slow, Sent("x"), now=times(), schedule=enqueue_delivery, uniform=most)

    leg.refresh_from_db()
    assert (leg.state, leg.lease_token, leg.payload_sha256) == ("sending", fast.lease_token, "")
    assert not AuditEvent.objects.filter(action="delivery.sent").exists()


def test_a_leg_whose_workers_keep_dying_fails_in_the_end(
    leg: Delivery, inboxes: Path, times: Times, settings: Any
) -> None:
    Delivery.objects.filter(pk=leg.pk).update(attempt_limit=2)
    for _ in range(2):
        assert claim(delivery_id=leg.pk, now=times()) is not None
        times.forward(settings.DELIVERY_LEASE + timedelta(seconds=1))

    failed = try_once(leg, times)

    assert failed.state == "failed"
    assert "interrupted" in failed.error
    assert not inboxes.exists()

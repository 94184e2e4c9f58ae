"""A leg that could not be sent is tried again with the same bytes, for days, and fails in the end."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from forms.documents.storage import load_sealed, store_sealed
from forms.routing.backoff import next_delay
from forms.routing.models import Delivery
from tests.integration.routing.legs import Times, try_once

pytestmark = pytest.mark.django_db


def test_every_retry_sends_the_bytes_of_the_first_try(leg: Delivery, inboxes: Path, times: Times) -> None:
    _block(inboxes)
    first = try_once(leg, times)
    assert first.state == "retrying"
    assert first.payload_sha256
    _unblock(inboxes)
    times.forward(timedelta(hours=5))

    sent = try_once(leg, times)

    (arrived,) = (inboxes / "homecare-one").iterdir()
    kept = load_sealed(name=sent.payload_name, context=f"form_routing.delivery.payload:{leg.pk}")
    assert arrived.read_bytes() == kept
    assert sent.payload_sha256 == first.payload_sha256


def test_a_temporary_failure_waits_and_its_task_is_enqueued(
    leg: Delivery, inboxes: Path, times: Times, settings: Any
) -> None:
    _block(inboxes)

    tried = try_once(leg, times)

    assert tried.state == "retrying"
    assert tried.next_attempt_at > times()
    assert tried.task_id != leg.task_id
    assert try_once(leg, times).attempts == 1, "a leg that waits is left alone until its time"


def test_a_leg_fails_after_its_last_attempt(
    leg: Delivery, inboxes: Path, times: Times, told: list[uuid.UUID]
) -> None:
    _block(inboxes)
    Delivery.objects.filter(pk=leg.pk).update(attempt_limit=2)
    try_once(leg, times)
    times.forward(timedelta(hours=5))

    failed = try_once(leg, times)

    assert (failed.state, failed.attempts, failed.settled_at) == ("failed", 2, times())
    assert told == [leg.subject_id]


def test_a_stored_copy_that_changed_is_never_sent(leg: Delivery, inboxes: Path, times: Times) -> None:
    _block(inboxes)
    tried = try_once(leg, times)
    _unblock(inboxes)
    context = f"form_routing.delivery.payload:{leg.pk}"
    store_sealed(name=tried.payload_name, data=b"something else", context=context)
    times.forward(timedelta(hours=5))

    failed = try_once(leg, times)

    assert (failed.state, failed.error_kind) == ("failed", "permanent")
    assert not (inboxes / "homecare-one").exists()


def test_temporary_errors_are_retried_for_more_than_three_days_on_average(settings: Any) -> None:
    waits = [
        next_delay(
            attempt=attempt,
            base=settings.DELIVERY_BACKOFF_BASE,
            cap=settings.DELIVERY_BACKOFF_CAP,
            uniform=lambda low, high: (low + high) / 2,
        )
        for attempt in range(1, settings.DELIVERY_MAX_ATTEMPTS)
    ]

    # As docs/operations.md says: 78 hours on average, and twice that at most.
    assert round(sum(waits, timedelta()) / timedelta(hours=1)) == 78


def _block(inboxes: Path) -> None:
    """Put a file where the transport wants a folder, so that no delivery can be written."""
    inboxes.mkdir(parents=True)
    (inboxes / ".unfinished").write_text("in the way")


def _unblock(inboxes: Path) -> None:
    (inboxes / ".unfinished").unlink()
    for folder in inboxes.iterdir():
        folder.rmdir()

"""A leg's way from the queue to the partner, and every way in which it may be stopped."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import storages

from audit.models import AuditEvent
from directory.models import Organisation, Partner
from forms.documents.models import Document
from forms.documents.services import render_document
from forms.documents.storage import load_sealed, store_sealed
from forms.routing.backoff import next_delay
from forms.routing.leases import LeaseLost, claim, keep
from forms.routing.listeners import forget, on_settled
from forms.routing.models import Attempt, Delivery
from forms.routing.outcomes import Sent, record_outcome
from forms.routing.overview import trouble
from forms.routing.tasks import enqueue_delivery
from tests import builders
from tests.integration.routing.legs import PATIENT, REFERENCE, Times, a_leg, most, try_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[uuid.UUID]]:
    heard: list[uuid.UUID] = []

    def listener(subject_id: uuid.UUID, now: datetime) -> None:
        heard.append(subject_id)

    on_settled(listener)
    yield heard
    forget(listener)


def test_a_leg_reaches_the_inbox_as_one_encrypted_pdf(
    leg: Delivery, inboxes: Path, times: Times, told: list[uuid.UUID]
) -> None:
    sent = try_once(leg, times)

    assert (sent.state, sent.attempts, sent.sent_at) == ("sent", 1, times())
    (arrived,) = (path for path in inboxes.rglob("*") if path.is_file())
    assert arrived == inboxes / "homecare-one" / f"{REFERENCE}-{leg.pk.hex[:8]}.pdf"
    with pikepdf.open(arrived, password=builders.PASSPHRASE) as pdf:
        assert pdf.encryption.R == 6
    assert sent.provider_id == f"homecare-one/{arrived.name}"
    assert told == [leg.subject_id]
    assert [attempt.outcome for attempt in sent.tries.all()] == ["sent"]
    event = AuditEvent.objects.get(action="delivery.sent")
    assert event.detail["sha256"] == sent.payload_sha256


def test_a_sent_leg_is_not_sent_again(leg: Delivery, inboxes: Path, times: Times) -> None:
    try_once(leg, times)
    (arrived,) = (inboxes / "homecare-one").iterdir()
    arrived.unlink()

    again = try_once(leg, times)

    assert again.attempts == 1
    assert list((inboxes / "homecare-one").iterdir()) == []


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


def test_the_gate_is_asked_again_before_sending_and_a_refusal_holds_the_leg(
    leg: Delivery, inboxes: Path, times: Times, settings: Any, told: list[uuid.UUID]
) -> None:
    settings.MISSING_AGREEMENTS = {("ZZ001", "homecare-one")}

    held = try_once(leg, times)

    assert held.state == "held"
    assert "no service level agreement" in held.held_reason
    assert [decision["allowed"] for decision in held.gate_decisions] == [True, False]
    assert not inboxes.exists()
    assert told == [leg.subject_id]


def test_without_a_gate_nothing_is_sent(leg: Delivery, inboxes: Path, times: Times, settings: Any) -> None:
    settings.REGISTRATION_GATE = ""

    assert try_once(leg, times).state == "held"
    assert not inboxes.exists()


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


def test_a_document_that_cannot_be_drawn_fails_only_its_own_leg(
    organisation: Organisation, nurse_service: Partner, leg: Delivery, times: Times
) -> None:
    other = a_leg(organisation, nurse_service, now=times())
    broken = Document.objects.get(pk=leg.document_id)
    broken.content = {"title": "not a document"}
    broken.save()

    failed = try_once(leg, times)

    assert failed.state == "failed"
    assert "drawn" in failed.error
    assert try_once(other, times).state == "sent"


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


def _no_longer_opens(leg: Delivery) -> None:
    render_document(document_id=leg.document_id, now=leg.created_at)
    document = Document.objects.get(pk=leg.document_id)
    Path(storages["documents"].path(document.stored_name)).write_bytes(b"damaged")


def _has_another_hash(leg: Delivery) -> None:
    render_document(document_id=leg.document_id, now=leg.created_at)
    Document.objects.filter(pk=leg.document_id).update(sha256="0" * 64)


def _has_no_readable_destination(leg: Delivery) -> None:
    Delivery.objects.filter(pk=leg.pk).update(destination_sealed=b"damaged")


@pytest.mark.parametrize("damage", [_no_longer_opens, _has_another_hash, _has_no_readable_destination])
def test_what_no_longer_opens_fails_at_once_and_raises_an_alarm(
    leg: Delivery,
    inboxes: Path,
    times: Times,
    damage: Callable[[Delivery], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    damage(leg)

    failed = try_once(leg, times)

    assert (failed.state, failed.error_kind, failed.attempts) == ("failed", "permanent", 1)
    assert f"Leg {leg.pk} ({REFERENCE}) does not open" in caplog.text
    assert trouble(now=times()).failed == 1
    assert not inboxes.exists()


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


def test_a_missing_passphrase_sends_nothing_open(
    organisation: Organisation, homecare_provider: Partner, inboxes: Path, times: Times
) -> None:
    leg = a_leg(organisation, homecare_provider, now=times(), destination={"passphrase": ""})

    tried = try_once(leg, times)

    assert (tried.state, tried.error_kind) == ("retrying", "misconfigured")
    assert not inboxes.exists()


def test_a_listener_that_fails_does_not_undo_the_sending(leg: Delivery, times: Times) -> None:
    def failing(subject_id: uuid.UUID, now: datetime) -> None:
        Attempt.objects.all().update(error="half done")
        raise ValueError("an answer might be quoted here")

    on_settled(failing)
    try:
        sent = try_once(leg, times)
    finally:
        forget(failing)

    assert sent.state == "sent"
    assert [attempt.error for attempt in sent.tries.all()] == [""]


def test_the_unexpected_is_retried_and_logged_without_its_text(
    leg: Delivery, times: Times, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REGISTRATION_GATE = "tests.integration.routing.test_pipeline.SurprisingGate"

    tried = try_once(leg, times)

    assert (tried.state, tried.error) == ("retrying", "Unexpected error: ZeroDivisionError.")
    assert "ZeroDivisionError" in caplog.text
    assert PATIENT not in caplog.text


class SurprisingGate:
    """A gate with a defect."""

    def may_send(self, **_: Any) -> Any:
        raise ZeroDivisionError(f"while reading what {PATIENT} answered")


def _block(inboxes: Path) -> None:
    """Put a file where the transport wants a folder, so that no delivery can be written."""
    inboxes.mkdir(parents=True)
    (inboxes / ".unfinished").write_text("in the way")


def _unblock(inboxes: Path) -> None:
    (inboxes / ".unfinished").unlink()
    for folder in inboxes.iterdir():
        folder.rmdir()


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

"""A leg's way from the queue to the partner, and every way in which it may be stopped."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import storages

from audit.models import AuditEvent
from directory.models import Organisation, Partner
from forms.documents.models import Document
from forms.documents.services import render_document
from forms.routing.listeners import forget, on_settled
from forms.routing.models import Attempt, Delivery
from forms.routing.overview import trouble
from tests import builders
from tests.integration.routing.legs import PATIENT, REFERENCE, Times, a_leg, try_once

pytestmark = pytest.mark.django_db


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

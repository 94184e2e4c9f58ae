"""The events of an agreement can be neither changed, removed, cut off nor put in another order unseen."""

from __future__ import annotations

from datetime import datetime

import pytest

from agreements.kinds import Kind
from agreements.models import Agreement
from audit.models import AuditEvent
from audit.verification import verify_chain
from tests.agreeing import Parties, in_force
from tests.integration.agreements.trail import of
from tests.integration.audit.tampering import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


def test_a_changed_event_is_found(agreement: Agreement) -> None:
    signed = of(agreement, "signed")
    assert verify_chain().holds
    for field, value in (
        ("actor", "somebody"), ("detail", {**signed.detail, "page_sha256": "0" * 64}), ("action", "agreement.read"),
    ):  # fmt: skip
        kept = getattr(signed, field)
        events(pk=signed.pk).update(**{field: value})
        assert f"Event {signed.sequence} was changed" in verify_chain().fault
        events(pk=signed.pk).update(**{field: kept})
    assert verify_chain().holds


@pytest.mark.parametrize("action", ["signed", "sealed"])
def test_a_removed_event_is_found(agreement: Agreement, action: str) -> None:
    gone = of(agreement, action)
    events(pk=gone.pk).delete()

    assert verify_chain().fault == f"Event {gone.sequence} is missing."


def test_the_last_events_cannot_be_cut_off_unseen(agreement: Agreement) -> None:
    last = AuditEvent.objects.latest("sequence")
    events(pk=last.pk).delete()

    assert "its head says" in verify_chain().fault


def test_events_in_another_order_are_found(agreement: Agreement) -> None:
    first, second = of(agreement, "signed"), of(agreement, "countersigned")
    events(pk=first.pk).update(sequence=10_000)
    events(pk=second.pk).update(sequence=first.sequence)
    events(pk=10_000).update(sequence=second.sequence)

    assert f"Event {first.sequence} was changed or moved" in verify_chain().fault

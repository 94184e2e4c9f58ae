"""What a person may do to one leg, without touching the others."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from audit.models import AuditEvent
from directory.models import Organisation, Partner
from forms.routing.destinations import destination_from_json
from forms.routing.gate import GateDecision
from forms.routing.leases import claim
from forms.routing.listeners import forget, on_settled
from forms.routing.models import Delivery
from forms.routing.overview import trouble
from forms.routing.services import (
    NotPossible,
    cancel,
    confirm_destruction,
    legs_of,
    release,
    reroute,
    retry,
)
from tests import builders
from tests.integration.routing.legs import Times, a_leg, try_once

pytestmark = pytest.mark.django_db

REASON = "The patient moved."


@pytest.fixture
def other_provider(homecare_provider: Partner, now: datetime) -> Partner:
    other = builders.a_partner(homecare_provider.programme, role="homecare", code="homecare-two")
    builders.a_destination(other, now=now, passphrase="second passphrase")
    return other


def failed(leg: Delivery) -> Delivery:
    Delivery.objects.filter(pk=leg.pk).update(
        state="failed", attempts=12, error="Refused.", error_kind="permanent"
    )
    return Delivery.objects.get(pk=leg.pk)


def test_retrying_a_failed_leg_sends_it_with_a_fresh_number_of_tries(
    leg: Delivery, member: User, times: Times, settings: Any
) -> None:
    settings.DELIVERY_MAX_ATTEMPTS = 12
    again = retry(delivery=failed(leg), by=member, now=times())

    assert (again.state, again.error, again.attempt_limit) == ("queued", "", 24)
    assert AuditEvent.objects.get(action="delivery.retried").actor == str(member.pk)
    assert try_once(leg, times).state == "sent"


def test_who_waits_for_a_leg_hears_that_it_is_on_its_way_again(
    leg: Delivery, organisation: Organisation, nurse_service: Partner, member: User, times: Times
) -> None:
    held = a_leg(organisation, nurse_service, now=times(), decision=GateDecision(False, "Not signed."))
    heard: list[UUID] = []

    def listener(subject_id: UUID, now: datetime) -> None:
        heard.append(subject_id)

    on_settled(listener)
    try:
        retry(delivery=failed(leg), by=member, now=times())
        release(delivery=held, by=member, now=times())
    finally:
        forget(listener)

    assert heard == [leg.subject_id, held.subject_id]


def test_a_sent_leg_cannot_be_retried(leg: Delivery, member: User, times: Times) -> None:
    try_once(leg, times)

    with pytest.raises(NotPossible):
        retry(delivery=leg, by=member, now=times())

    assert not AuditEvent.objects.filter(action="delivery.retried").exists()


def test_a_leg_that_is_being_sent_is_left_alone(leg: Delivery, member: User, times: Times) -> None:
    claim(delivery_id=leg.pk, now=times())

    with pytest.raises(NotPossible, match="being sent"):
        cancel(delivery=leg, by=member, now=times(), reason="Wrong patient team.")


def test_a_leg_whose_worker_died_can_be_cancelled(
    leg: Delivery, member: User, times: Times, settings: Any
) -> None:
    claim(delivery_id=leg.pk, now=times())
    times.forward(settings.DELIVERY_LEASE + timedelta(seconds=1))

    assert cancel(delivery=leg, by=member, now=times(), reason="No longer wanted.").state == "cancelled"


def test_a_cancelled_leg_is_never_sent(leg: Delivery, member: User, inboxes: Path, times: Times) -> None:
    cancel(delivery=leg, by=member, now=times(), reason="Registered twice.")

    assert try_once(leg, times).state == "cancelled"
    assert not inboxes.exists()
    assert AuditEvent.objects.get(action="delivery.cancelled").detail["reason"] == "Registered twice."


def test_cancelling_needs_a_reason(leg: Delivery, member: User, times: Times) -> None:
    with pytest.raises(NotPossible, match="Say why"):
        cancel(delivery=leg, by=member, now=times(), reason="  ")


def test_releasing_asks_the_gate_again(
    organisation: Organisation,
    homecare_provider: Partner,
    member: User,
    times: Times,
    settings: Any,
    inboxes: Path,
) -> None:
    held = a_leg(organisation, homecare_provider, now=times(), decision=GateDecision(False, "Not signed."))
    settings.MISSING_AGREEMENTS = {("ZZ001", "homecare-one")}
    with pytest.raises(NotPossible, match="service level agreement"):
        release(delivery=held, by=member, now=times())
    settings.MISSING_AGREEMENTS = set()

    released = release(delivery=held, by=member, now=times())

    assert (released.state, released.held_reason) == ("queued", "")
    assert [decision["when"] for decision in released.gate_decisions] == ["at creation", "at release"]
    assert try_once(held, times).state == "sent"


def test_rerouting_cancels_the_leg_and_sends_a_new_document_to_the_other_partner(
    leg: Delivery, other_provider: Partner, member: User, inboxes: Path, times: Times
) -> None:
    new = reroute(delivery=failed(leg), partner=other_provider, by=member, now=times(), reason=REASON)

    leg.refresh_from_db()
    assert leg.closed_reason == REASON
    assert (leg.state, new.state) == ("cancelled", "queued")
    assert new.replaces_id == leg.pk
    assert new.document_id != leg.document_id
    assert destination_from_json(new.destination).passphrase == "second passphrase"
    assert try_once(new, times).state == "sent"
    assert [path.name for path in inboxes.iterdir() if not path.name.startswith(".")] == ["homecare-two"]
    assert AuditEvent.objects.get(action="delivery.rerouted").detail["to"] == "homecare-two"
    assert AuditEvent.objects.get(action="delivery.rerouted").detail["reason"] == REASON


def test_rerouting_needs_a_reason(
    leg: Delivery, other_provider: Partner, member: User, now: datetime
) -> None:
    with pytest.raises(NotPossible, match="Say why"):
        reroute(delivery=leg, partner=other_provider, by=member, now=now, reason=" ")

    leg.refresh_from_db()
    assert leg.state == "queued"


def test_a_leg_that_was_handed_over_and_replaced_is_not_called_cancelled(
    leg: Delivery, other_provider: Partner, member: User, times: Times
) -> None:
    sent = try_once(leg, times)
    reroute(delivery=sent, partner=other_provider, by=member, now=times(), reason=REASON)

    first, _ = legs_of(leg.subject_id)

    assert first.state_label == "Sent, then replaced by Homecare Two"
    assert first.replaced_by == "Homecare Two"
    assert "The programme office asks Homecare One to destroy the first copy." in first.explanation


def test_a_replaced_copy_needs_attention_until_its_destruction_is_confirmed(
    leg: Delivery, other_provider: Partner, member: User, times: Times
) -> None:
    sent = try_once(leg, times)
    assert trouble(now=times()).to_destroy == 0
    reroute(delivery=sent, partner=other_provider, by=member, now=times(), reason=REASON)
    assert trouble(now=times()).to_destroy == 1

    confirm_destruction(delivery=leg, by=member, now=times())

    assert trouble(now=times()).to_destroy == 0
    assert AuditEvent.objects.get(action="delivery.destruction_confirmed").actor == str(member.pk)
    assert "Homecare One has confirmed" in legs_of(leg.subject_id)[0].explanation
    with pytest.raises(NotPossible, match="No copy"):
        confirm_destruction(delivery=leg, by=member, now=times())


def test_no_destruction_is_confirmed_of_what_was_never_handed_over(
    leg: Delivery, other_provider: Partner, member: User, now: datetime
) -> None:
    reroute(delivery=leg, partner=other_provider, by=member, now=now, reason=REASON)

    with pytest.raises(NotPossible, match="No copy"):
        confirm_destruction(delivery=leg, by=member, now=now)

    assert trouble(now=now).to_destroy == 0
    assert not AuditEvent.objects.filter(action="delivery.destruction_confirmed").exists()


def test_rerouting_to_the_same_partner_takes_its_destination_of_today(
    leg: Delivery, homecare_provider: Partner, member: User, now: datetime
) -> None:
    builders.a_destination(homecare_provider, now=now, address="corrected", effective_from=date(2027, 1, 2))

    new = reroute(delivery=failed(leg), partner=homecare_provider, by=member, now=now, reason=REASON)

    assert new.document_id == leg.document_id
    assert destination_from_json(new.destination).address == "corrected"


def test_rerouting_to_another_role_changes_nothing(
    leg: Delivery, nurse_service: Partner, member: User, now: datetime
) -> None:
    builders.a_destination(nurse_service, now=now)

    with pytest.raises(NotPossible, match="same role"):
        reroute(delivery=leg, partner=nurse_service, by=member, now=now, reason=REASON)

    leg.refresh_from_db()
    assert leg.state == "queued"
    assert not AuditEvent.objects.filter(action="delivery.rerouted").exists()


def test_an_acknowledged_leg_cannot_be_rerouted(
    leg: Delivery, other_provider: Partner, member: User, now: datetime
) -> None:
    Delivery.objects.filter(pk=leg.pk).update(state="acknowledged", sent_at=now, acknowledged_at=now)

    with pytest.raises(NotPossible, match="acknowledged"):
        reroute(delivery=leg, partner=other_provider, by=member, now=now, reason=REASON)


def test_the_team_sees_each_leg_in_words(
    leg: Delivery, other_provider: Partner, member: User, times: Times
) -> None:
    new = reroute(delivery=leg, partner=other_provider, by=member, now=times(), reason=REASON)
    try_once(new, times)

    first, second = legs_of(leg.subject_id)

    assert (first.state, first.explanation) == ("cancelled", "Sent to Homecare Two instead.")
    assert (second.partner, second.audience, second.state_label) == (
        "Homecare Two", "Homecare provider", "Sent",
    )  # fmt: skip


@pytest.mark.parametrize("state", Delivery.State.values)
def test_every_state_has_an_explanation(leg: Delivery, state: str, now: datetime) -> None:
    Delivery.objects.filter(pk=leg.pk).update(
        state=state, sent_at=now, held_reason="No agreement.", lease_token=leg.pk, leased_until=now
    )

    (shown,) = legs_of(leg.subject_id)

    assert shown.explanation.endswith(".")

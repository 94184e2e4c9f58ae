"""Making a leg: what is frozen, what is enqueued, and what a rollback leaves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult

from audit.models import AuditEvent
from audit.trail import NotAudited, audited
from directory.models import Organisation, Partner
from forms.routing.destinations import destination_from_json
from forms.routing.gate import GateDecision
from forms.routing.models import Delivery
from forms.routing.services import create_delivery
from tests import builders
from tests.integration.routing.legs import REFERENCE, a_document, a_leg

pytestmark = pytest.mark.django_db
YES = GateDecision(True)


def test_a_leg_is_queued_with_its_task_and_its_event(leg: Delivery, now: datetime) -> None:
    task = DBTaskResult.objects.get()
    assert (leg.state, leg.task_id, task.queue_name) == ("queued", task.pk, "routing")
    assert task.args_kwargs == {"args": [str(leg.pk)], "kwargs": {}}
    event = AuditEvent.objects.get(action="delivery.created")
    assert event.detail == {"reference": REFERENCE, "partner": "homecare-one", "state": "queued"}
    assert leg.gate_decisions == [
        {
            "at": now.isoformat(),
            "when": "at creation",
            "allowed": True,
            "reason": "",
            "missing": [],
            "next_actor": "",
        }
    ]


def test_rolling_back_removes_leg_task_and_event(
    organisation: Organisation, homecare_provider: Partner, now: datetime
) -> None:
    document = a_document(organisation, homecare_provider, now=now)
    destination = builders.a_destination(homecare_provider, now=now)

    def submit_and_fail() -> None:
        with audited(at=now):
            create_delivery(document=document, destination=destination, gate_decision=YES, now=now)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        submit_and_fail()

    assert not Delivery.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert not AuditEvent.objects.filter(action="delivery.created").exists()


def test_a_leg_outside_an_audited_block_is_refused(
    organisation: Organisation, homecare_provider: Partner, now: datetime
) -> None:
    document = a_document(organisation, homecare_provider, now=now)

    with pytest.raises(NotAudited):
        create_delivery(
            document=document,
            destination=builders.a_destination(homecare_provider, now=now),
            gate_decision=YES,
            now=now,
        )


def test_the_destination_stays_as_it_was_when_the_directory_changes(
    leg: Delivery, homecare_provider: Partner, now: datetime
) -> None:
    builders.a_destination(
        homecare_provider, now=now, address="elsewhere", passphrase="another", effective_from=date(2027, 1, 1)
    )
    homecare_provider.destinations.filter(address="homecare-one").update(address="changed")

    frozen = destination_from_json(Delivery.objects.get(pk=leg.pk).destination)

    assert (frozen.address, frozen.passphrase) == ("homecare-one", builders.PASSPHRASE)


def test_the_passphrase_is_sealed_on_the_row_and_in_no_representation(leg: Delivery) -> None:
    assert builders.PASSPHRASE.encode() not in bytes(leg.destination_sealed)
    assert builders.PASSPHRASE not in repr(destination_from_json(leg.destination))


def test_a_refused_leg_is_held_with_the_reason_and_not_enqueued(
    organisation: Organisation, homecare_provider: Partner, now: datetime
) -> None:
    leg = a_leg(organisation, homecare_provider, now=now, decision=GateDecision(False, "No agreement."))

    assert (leg.state, leg.held_reason) == ("held", "No agreement.")
    assert not DBTaskResult.objects.exists()


def test_a_partner_without_a_destination_gets_a_held_leg(
    organisation: Organisation, homecare_provider: Partner, now: datetime
) -> None:
    document = a_document(organisation, homecare_provider, now=now)
    with audited(at=now):
        leg = create_delivery(document=document, destination=None, gate_decision=YES, now=now)

    assert leg.state == "held"
    assert "no approved destination" in leg.held_reason


def test_a_destination_of_another_partner_is_refused(
    organisation: Organisation, homecare_provider: Partner, nurse_service: Partner, now: datetime
) -> None:
    document = a_document(organisation, homecare_provider, now=now)
    wrong = builders.a_destination(nurse_service, now=now)

    with pytest.raises(ValueError, match="another partner"), audited(at=now):
        create_delivery(document=document, destination=wrong, gate_decision=YES, now=now)


def test_one_document_has_one_live_leg(leg: Delivery, now: datetime) -> None:
    values: dict[str, Any] = {"destination": leg.partner.destinations.first(), "gate_decision": YES}

    with pytest.raises(IntegrityError), audited(at=now):
        create_delivery(document=leg.document, now=now, **values)

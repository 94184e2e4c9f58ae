"""An agreement that ends after a form was sent: the leg is held with its reason, and goes once it is renewed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agreements.kinds import Kind
from agreements.services.terminating import request_termination
from audit.trail import audited
from directory.models import Partner
from directory.services import destination_for
from forms.routing.gate import GateDecision, gate
from forms.routing.models import Delivery
from forms.routing.services import NotPossible, cancel, create_delivery, release
from tests.agreeing import Parties, parties
from tests.integration.agreements.papers import on_paper
from tests.integration.routing.legs import Times, a_document, try_once

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)


@pytest.fixture
def people(programme, now: datetime, settings: Any, tmp_path: Path) -> Parties:
    settings.REGISTRATION_GATE = "agreements.gate.AgreementGate"
    settings.DELIVERY_INBOX_DIR = tmp_path / "inboxes"
    return parties(programme, now=now)


@pytest.fixture
def leg(people: Parties, now: datetime) -> Delivery:
    """A registration for the homecare provider, sent while everything was in force."""
    on_paper(people, Kind.OFFER, now=now, effective_on=TODAY, scan=b"%PDF-1.7 offer")
    on_paper(people, Kind.SLA, now=now, effective_on=TODAY, scan=b"%PDF-1.7 first")
    decision = gate().may_send(organisation=people.organisation, partner=people.homecare, on=TODAY)
    assert decision.allowed
    document = a_document(people.organisation, people.homecare, now=now)
    with audited(at=now):
        return create_delivery(
            document=document,
            destination=destination_for(partner=people.homecare, on=TODAY),
            gate_decision=decision,
            now=now,
        )


def test_a_leg_whose_agreement_ended_is_held_and_goes_once_it_is_renewed(
    people: Parties, leg: Delivery, now: datetime, settings: Any
) -> None:
    sla = people.organisation.agreements.get(kind=Kind.SLA)
    request_termination(
        agreement=sla, requested_on=TODAY, terminates_on=TODAY + timedelta(2), reason="Notice.",
        by=people.office, now=now,
    )  # fmt: skip
    times = Times(now + timedelta(days=2))

    held = try_once(leg, times)

    assert held.state == Delivery.State.HELD
    assert "Service Level Agreement with Homecare One is not in force (terminated)" in held.held_reason
    assert held.alarm_due_at is not None
    assert [one["allowed"] for one in held.gate_decisions] == [True, False]
    with pytest.raises(NotPossible, match="Still held: The Service Level Agreement"):
        release(delivery=held, by=people.office, now=times())

    on_paper(people, Kind.SLA, now=times(), effective_on=times().date(), scan=b"%PDF-1.7 second")
    release(delivery=held, by=people.office, now=times())
    sent = try_once(leg, times)

    assert sent.state == Delivery.State.SENT
    assert [one["allowed"] for one in sent.gate_decisions][-1] is True
    assert len(list((settings.DELIVERY_INBOX_DIR / "homecare-one").iterdir())) == 1


def test_a_leg_goes_while_its_agreement_counts(people: Parties, leg: Delivery, now: datetime) -> None:
    assert try_once(leg, Times(now)).state == Delivery.State.SENT


def test_every_leg_of_a_closed_organisation_is_held(people: Parties, leg: Delivery, now: datetime) -> None:
    type(people.organisation).objects.update(status="closed", closed_on=TODAY)

    held = try_once(leg, Times(now))

    assert (held.state, "is closed" in held.held_reason) == (Delivery.State.HELD, True)


@pytest.fixture
def both(people: Parties, now: datetime) -> dict[str, Delivery]:
    """One registration with the nurse service and a homecare provider, sent while everything was in force."""
    for kind in Kind:
        on_paper(people, kind, now=now, effective_on=TODAY, scan=b"%PDF-1.7 " + kind.encode())
    subject = uuid.uuid4()
    return {
        partner.role: a_leg_to(people, partner, subject, now) for partner in (people.nurse, people.homecare)
    }


def a_leg_to(people: Parties, partner: Partner, subject: uuid.UUID, now: datetime) -> Delivery:
    document = a_document(people.organisation, partner, now=now, subject_id=subject)
    with audited(at=now):
        return create_delivery(
            document=document,
            destination=destination_for(partner=partner, on=TODAY),
            gate_decision=GateDecision(True),
            now=now,
        )


def lose_the_sla(people: Parties, now: datetime) -> Times:
    """End the only service level agreement, and go on to the day on which it has ended."""
    request_termination(
        agreement=people.organisation.agreements.get(kind=Kind.SLA), requested_on=TODAY,
        terminates_on=TODAY + timedelta(2), reason="Notice.", by=people.office, now=now,
    )  # fmt: skip
    return Times(now + timedelta(days=2))


@pytest.mark.parametrize("order", [("homecare", "nurse"), ("nurse", "homecare")])
def test_a_held_homecare_leg_holds_up_no_nurse_leg_whichever_is_tried_first(
    people: Parties, both: dict[str, Delivery], now: datetime, order: tuple[str, str]
) -> None:
    times = lose_the_sla(people, now)

    states = {role: try_once(both[role], times).state for role in order}

    # The nurse leg needs the offer and the authorisation; only a registration with the nurse service alone
    # needs a service level agreement beside them, and this one is with homecare still.
    assert states == {"homecare": Delivery.State.HELD, "nurse": Delivery.State.SENT}


def test_once_its_homecare_leg_is_cancelled_a_registration_is_nurse_only_and_needs_an_sla(
    people: Parties, both: dict[str, Delivery], now: datetime
) -> None:
    times = lose_the_sla(people, now)
    held = try_once(both["homecare"], times)
    cancel(delivery=held, by=people.office, now=times(), reason="No provider any more.")

    nurse = try_once(both["nurse"], times)

    assert nurse.state == Delivery.State.HELD
    assert "Service Level Agreement is not in force" in nurse.held_reason

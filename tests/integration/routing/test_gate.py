"""When the gate is asked before something is sent, and of what it hears."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

import pytest

from directory.models import Organisation, Partner
from forms.routing.decisions import NOT_A_REGISTRATION, ask
from forms.routing.gate import GateDecision
from forms.routing.models import Delivery
from forms.routing.services import cancel
from tests import builders
from tests.integration.routing.legs import Times, a_leg, try_once

pytestmark = pytest.mark.django_db


def test_asking_the_gate_costs_one_query_more(
    leg: Delivery, times: Times, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.REGISTRATION_GATE = "tests.gates.ListedGate"
    document, organisation = leg.document, leg.organisation

    with django_assert_num_queries(1):
        decision = ask(
            document=document,
            organisation=organisation,
            partner=leg.partner,
            subject_id=leg.subject_id,
            now=times(),
        )

    assert decision is not NOT_A_REGISTRATION


def test_the_gate_hears_of_the_live_legs_of_one_submission(
    organisation: Organisation,
    nurse_service: Partner,
    homecare_provider: Partner,
    times: Times,
    settings: Any,
) -> None:
    settings.REGISTRATION_GATE = "tests.integration.routing.test_gate.Listening"
    Listening.heard = []
    subject = uuid.uuid4()
    nurse, homecare = (
        a_leg(organisation, partner, now=times(), subject_id=subject)
        for partner in (nurse_service, homecare_provider)
    )

    try_once(nurse, times)
    try_once(homecare, times)

    assert Listening.heard == [frozenset({"nurse", "homecare"})] * 2


def test_a_cancelled_leg_is_no_longer_together(
    organisation: Organisation,
    nurse_service: Partner,
    homecare_provider: Partner,
    times: Times,
    settings: Any,
) -> None:
    settings.REGISTRATION_GATE = "tests.integration.routing.test_gate.Listening"
    Listening.heard = []
    subject = uuid.uuid4()
    nurse, homecare = (
        a_leg(organisation, partner, now=times(), subject_id=subject)
        for partner in (nurse_service, homecare_provider)
    )
    operator = builders.a_user(email="op@programme.invalid", name="Op Erator")

    cancel(delivery=homecare, by=operator, now=times(), reason="Not wanted")
    try_once(nurse, times)

    assert Listening.heard == [frozenset({"nurse"})]


class Listening:
    """A gate that allows everything and remembers what goes together."""

    heard: ClassVar[list[frozenset[str]]] = []

    def may_send(self, *, together: frozenset[str], **_: Any) -> GateDecision:
        self.heard.append(together)
        return GateDecision(True)

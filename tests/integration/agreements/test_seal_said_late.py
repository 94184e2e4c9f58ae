"""While a seal is late or failing, nothing says that it is under way: who acts is said instead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.gate import AgreementGate
from agreements.kinds import Kind
from agreements.models import Agreement
from tests.agreeing import Parties, asked, countersigned, issued, put_out, signed
from tests.integration.agreements_register.rows import a_client
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
UNDER_WAY = "being sealed"
LATE = "its seal is late"


@pytest.fixture
def now() -> datetime:
    """The pages read the clock."""
    return timezone.now()


@pytest.fixture
def signed_by_all(who: Parties, now: datetime) -> Agreement:
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    signed(asked(who, agreement, now=now), by=who.signatory, now=now)
    agreement.refresh_from_db()
    countersigned(who, agreement, now=now)
    agreement.refresh_from_db()
    return agreement


@pytest.fixture(params=["late", "failing"])
def in_trouble(request: Any, signed_by_all: Agreement, now: datetime) -> Agreement:
    if request.param == "late":
        Agreement.objects.update(countersigned_at=now - timedelta(minutes=16))
    else:
        Agreement.objects.update(seal_problem="No time stamp.", seal_tried_at=now)
    return signed_by_all


def read_by(person: Any, address: str) -> str:
    browser = SignedInClient()
    browser.force_login(person)
    response = browser.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def pages(who: Parties, agreement: Agreement) -> dict[str, str]:
    own = reverse("agreements:agreement", args=[agreement.reference])
    office = a_client("office@rows.invalid", "view_agreement")
    return {
        "agreement": read_by(who.preparer, own),
        "checklist": read_by(who.preparer, reverse("agreements:home")),
        "fragment": read_by(who.preparer, reverse("agreements:fragment")),
        "queue": read_by(who.countersigners["homecare"], reverse("agreements:to_countersign")),
        "register": office.get(reverse("agreement_register:index")).content.decode(),
        "export": b"".join(office.get(reverse("agreement_register:export_csv")).streaming_content).decode(),
    }


def test_on_no_page_is_a_late_or_failing_seal_under_way(who: Parties, in_trouble: Agreement) -> None:
    for name, page in pages(who, in_trouble).items():
        assert LATE in page, name
        # The chips of the register count by standing, whatever its seal does.
        assert UNDER_WAY not in page or name == "register", name


def test_the_team_reads_that_the_office_knows_and_acts(who: Parties, in_trouble: Agreement) -> None:
    shown = pages(who, in_trouble)

    for name in ("agreement", "checklist"):
        assert "The programme office knows and puts it right" in shown[name], name


def test_the_gates_refusal_says_it_too(who: Parties, in_trouble: Agreement, now: datetime) -> None:
    decision = AgreementGate().may_send(
        organisation=who.organisation, partner=who.homecare, on=timezone.localdate(now)
    )

    missing = decision.documents[-1]
    assert not decision.allowed
    assert "signed by all, its seal is late" in missing.sentence
    assert missing.next_actor == "The programme office"


def test_in_its_first_minutes_it_is_being_sealed(who: Parties, signed_by_all: Agreement) -> None:
    for name, page in pages(who, signed_by_all).items():
        assert UNDER_WAY in page, name
        assert LATE not in page, name

"""Who only signs for an organisation is led to what they may open, and to nothing else."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, MembershipRole, User
from agreements.kinds import Kind
from agreements.models import Agreement
from tests import builders
from tests.agreeing import Parties, asked, issued, put_out
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
HOME = "agreements:home"
REGISTRATIONS = "My registrations"


@pytest.fixture
def now() -> datetime:
    """The pages read the clock."""
    return timezone.now()


@pytest.fixture
def signatory(who: Parties) -> User:
    """Somebody who was invited to sign and nothing else."""
    return who.signatory


@pytest.fixture
def to_sign(who: Parties, signatory: User, now: datetime) -> Agreement:
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    asked(who, agreement, now=now, person=signatory)
    return agreement


def browser(person: User) -> SignedInClient:
    client = SignedInClient()
    client.force_login(person)
    return client


def dead_ends(client: SignedInClient, page: str) -> list[str]:
    """Return the addresses that a page leads to and that do not open."""
    addresses = {one for one in re.findall(r'href="(/[^"#]*)"', page) if not one.startswith("/static/")}
    return [one for one in sorted(addresses) if client.get(one, follow=True).status_code >= 400]


def test_their_page_lists_what_they_were_asked_to_sign_and_nothing_is_a_dead_end(
    who: Parties, signatory: User, to_sign: Agreement, now: datetime
) -> None:
    hidden = issued(who, Kind.OFFER, now=now)
    client = browser(signatory)

    page = client.get(reverse(HOME)).content.decode()

    assert "Agreements to sign" in page
    assert to_sign.reference in page
    for not_theirs in (
        hidden.reference,
        "checklist",
        "register patients",
        "Register a patient",
        REGISTRATIONS,
    ):
        assert not_theirs not in page, not_theirs
    assert dead_ends(client, page) == []


def test_no_page_leads_them_to_registrations(signatory: User, to_sign: Agreement) -> None:
    client = browser(signatory)
    own = client.get(reverse("agreements:agreement", args=[to_sign.reference]))
    missing = client.get("/there/is/no/such/page/")

    assert (own.status_code, missing.status_code) == (200, 404)
    for page in (own, missing):
        assert REGISTRATIONS not in page.content.decode()
    assert dead_ends(client, own.content.decode()) == []


def test_the_live_checklist_keeps_its_plain_guidance_for_them(signatory: User, to_sign: Agreement) -> None:
    assert not browser(signatory).get(reverse("agreements:fragment")).content.strip()


def test_the_team_keeps_its_checklist_and_its_registrations(who: Parties, to_sign: Agreement) -> None:
    client = browser(who.preparer)

    page = client.get(reverse(HOME)).content.decode()

    assert "Agreements and checklist" in page
    assert REGISTRATIONS in page
    assert dead_ends(client, page) == []


def test_who_is_of_one_team_and_signs_for_another_sees_the_checklist_of_the_team_alone(
    who: Parties, to_sign: Agreement, now: datetime
) -> None:
    other = builders.an_organisation(who.programme, ods_code="ZZ008", name="Selkie Bay NHS Trust")
    Membership.objects.create(
        user=who.preparer, organisation=other, role=MembershipRole.SIGNATORY, started_at=now
    )

    page = browser(who.preparer).get(reverse(HOME)).content.decode()

    assert f">{who.organisation.name}</h2>" in page
    assert f">{other.name}</h2>" not in page
    assert f"You sign agreements for {other.name}." in page

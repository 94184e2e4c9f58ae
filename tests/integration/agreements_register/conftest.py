"""A programme with all counterparties, and people of its office."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from agreements.kinds import Kind
from agreements.models import Agreement
from directory.models import Organisation, Partner
from programme.models import Programme
from tests import builders
from tests.agreeing import Parties, in_force, parties, set_up
from tests.integration.agreements_register.rows import a_client


@pytest.fixture
def today() -> datetime:
    """The real time: pages read the clock themselves."""
    return timezone.now()


@pytest.fixture
def sponsor(programme: Programme) -> Partner:
    return builders.a_partner(programme, role="sponsor", code="sponsor")


@pytest.fixture
def counterparties(sponsor: Partner, nurse_service: Partner, homecare_provider: Partner) -> list[Partner]:
    """Sponsor, nurse service and one homecare provider."""
    return [sponsor, nurse_service, homecare_provider]


@pytest.fixture
def clerk(programme: Programme) -> User:
    """Somebody of the office who attests and issues."""
    return builders.a_user(email="clerk@programme.invalid", name="Cleo Clerk")


@pytest.fixture
def manager(programme: Programme) -> Client:
    return a_client("manager@programme.invalid", "view_agreement", "manage_agreement")


@pytest.fixture
def onlooker(programme: Programme) -> Client:
    return a_client("onlooker@programme.invalid", "view_agreement")


@pytest.fixture
def editor(programme: Programme) -> Client:
    return a_client("editor@programme.invalid")


@pytest.fixture
def who(programme: Programme, today: datetime) -> Parties:
    """Everybody who takes part, with the texts in force: the product's services make the agreements."""
    made = parties(programme, now=today)
    set_up(made, now=today, kinds=(Kind.SLA,))
    return made


@pytest.fixture
def signed_online(who: Parties, today: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=today)


@pytest.fixture
def others(programme: Programme) -> list[Organisation]:
    """Three more organisations, by name."""
    return [
        builders.an_organisation(programme, ods_code=f"ZZ00{number}", name=f"{name} NHS Trust")
        for number, name in ((2, "Amber"), (3, "Birch"), (4, "Cedar"))
    ]

"""One switch says for pages and forms alike whether a service is available."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import ensure_groups
from approvals.services import ApproverIsAuthor
from directory.listing import Provider, listed_providers
from directory.models import Organisation, Partner
from directory.services import partners_on
from forms.submissions.surroundings import offer_for
from labelling.services import approve_change, propose_change
from programme.models import Programme, Service
from tests import builders

pytestmark = pytest.mark.django_db


def an_administrator(email: str) -> User:
    user = builders.a_user(email=email, name="Ada", is_staff=True)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def author(db: None) -> User:
    return an_administrator("ada@programme.invalid")


@pytest.fixture
def second(db: None) -> User:
    return an_administrator("ben@programme.invalid")


@pytest.fixture
def service(programme: Programme) -> Service:
    return Service.objects.create(
        programme=programme,
        key="app",
        label="App",
        wording_available="The app is available.",
        wording_unavailable="The app is in development.",
    )


@pytest.fixture
def app(programme: Programme, service: Service) -> Partner:
    return builders.a_partner(programme, role="app", code="app-service", service=service)


def test_the_wording_is_that_of_the_state(service: Service) -> None:
    assert service.wording == "The app is in development."

    service.available = True
    assert service.wording == "The app is available."


def test_forms_offer_what_the_switch_says_whatever_the_first_day(
    organisation: Organisation, app: Partner, service: Service, now: datetime
) -> None:
    assert app not in offer_for(organisation, now.date()).partners

    Service.objects.filter(pk=service.pk).update(available=True)
    Partner.objects.filter(pk=app.pk).update(available_from=None)

    assert app in offer_for(organisation, now.date()).partners


def test_a_partner_that_ended_stays_ended(app: Partner, service: Service, now: datetime) -> None:
    Service.objects.filter(pk=service.pk).update(available=True)
    Partner.objects.filter(pk=app.pk).update(available_from="2026-01-01", available_until="2026-12-31")

    assert partners_on(programme_id=app.programme_id, on=now.date()) == ()


def test_a_service_is_switched_by_two_people(
    service: Service, author: User, second: User, now: datetime
) -> None:
    service.available = True
    approval = propose_change(target=service, by=author, now=now)
    with pytest.raises(ApproverIsAuthor):
        approve_change(approval=approval, by=author, now=now)
    assert not Service.objects.get().available

    approve_change(approval=approval, by=second, now=now)

    assert Service.objects.get().available


def test_the_switch_is_proposed_in_the_admin(client: Client, service: Service, author: User) -> None:
    client.force_login(author)

    said = client.post(
        reverse("services:edit", args=[service.pk]), {"label": "App", "available": "on"}, follow=True
    ).content.decode()

    assert "Nothing changes until somebody else approves it" in said
    assert not Service.objects.get().available


def test_pages_list_a_partner_under_its_public_name_once_two_people_said_so(
    client: Client, homecare_provider: Partner, author: User, second: User, now: datetime
) -> None:
    client.force_login(author)
    address = reverse("partners:listing", args=[homecare_provider.pk])
    assert client.get(address).status_code == 200
    before = listed_providers(programme_id=homecare_provider.programme_id)

    client.post(address, {"public_name": "Harbour Homecare", "listed": "on"})
    assert listed_providers(programme_id=homecare_provider.programme_id) == before

    approval = homecare_provider.programme.approvals.get()
    approve_change(approval=approval, by=second, now=now)

    assert listed_providers(programme_id=homecare_provider.programme_id) == (
        Provider("homecare", "Harbour Homecare"),
    )


def test_a_listed_partner_has_a_public_name(client: Client, homecare_provider: Partner, author: User) -> None:
    client.force_login(author)

    refused = client.post(
        reverse("partners:listing", args=[homecare_provider.pk]), {"public_name": "", "listed": "on"}
    )

    assert refused.status_code == 422
    assert "Enter the name that pages show." in refused.content.decode()


def test_only_who_may_change_partners_proposes_how_they_are_listed(
    client: Client, homecare_provider: Partner
) -> None:
    client.force_login(builders.a_user(email="reader@programme.invalid", is_staff=True))

    assert client.get(reverse("partners:listing", args=[homecare_provider.pk])).status_code in (302, 403)

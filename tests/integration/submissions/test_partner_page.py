from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Membership
from tests.builders import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(nurse_service, now):
    user = a_user(email="nora@nurses.invalid", name="Nora Nurse")
    Membership.objects.create(user=user, partner=nurse_service, started_at=now)
    return user


def test_a_member_of_a_partner_is_told_how_their_documents_arrive(client, coordinator, settings):
    client.force_login(coordinator)

    page = client.get(reverse("submissions:list")).content.decode()

    assert "You are signed in as Nora Nurse of Nurse Service." in page
    assert "by the route agreed with the programme" in page
    assert settings.DELIVERY_CONTACT_EMAIL in page
    assert "My registrations</h1>" not in page


def test_a_member_of_an_organisation_too_keeps_the_list(client, coordinator, organisation, now):
    Membership.objects.create(user=coordinator, organisation=organisation, started_at=now)
    client.force_login(coordinator)

    assert "My registrations</h1>" in client.get(reverse("submissions:list")).content.decode()


def test_signed_out_the_page_asks_for_a_sign_in(client):
    assert client.get(reverse("submissions:list")).url.startswith("/account/login/")

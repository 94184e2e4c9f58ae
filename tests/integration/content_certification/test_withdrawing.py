"""Whoever certifies one programme's material withdraws no certificate of another's."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from accounts.models import User
from content.certification.models import Certificate
from content.models import HomePage, StandardPage
from programme.models import Programme
from tests import builders
from tests.certifying import a_signatory, publish_certified

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(home: HomePage, page: StandardPage, now: datetime) -> Certificate:
    return publish_certified(page, now=now)


@pytest.fixture
def elsewhere(programme: Programme, now: datetime) -> User:
    """A person who certifies for another programme, and may read the certificates of all."""
    site = Site.objects.create(hostname="other.invalid", root_page=programme.site.root_page)
    other = builders.a_programme(site=site, code="other", name="Other care", reference_prefix="OC")
    user = a_signatory(other, now=now, email="otis@other.invalid", name="Otis Elsewhere")
    for codename in ("access_admin", "view_certificate"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return User.objects.get(pk=user.pk)


def test_a_signatory_of_another_programme_withdraws_nothing(
    certificate: Certificate, elsewhere: User, client: Client
) -> None:
    client.force_login(elsewhere)
    address = reverse("certification:certificate", args=[certificate.pk])
    shown = client.get(address)
    assert shown.status_code == 200
    assert 'name="reason"' not in shown.content.decode()

    client.post(address, {"reason": "Not mine."})

    assert Certificate.objects.get(pk=certificate.pk).state == Certificate.State.VALID


def test_a_signatory_of_the_programme_withdraws_its_certificates(
    certificate: Certificate, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    address = reverse("certification:certificate", args=[certificate.pk])
    assert 'name="reason"' in client.get(address).content.decode()

    client.post(address, {"reason": "A claim in it was withdrawn."})

    assert Certificate.objects.get(pk=certificate.pk).state == Certificate.State.WITHDRAWN

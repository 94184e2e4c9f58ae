"""Readers meet the holding page from the second at which a certificate ends."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from audit.trail import audited
from content.certification.models import Certificate
from content.certification.services.ending import withdraw_certificate
from content.certification.states import end
from content.certification.validity import expiry_of, live_and_certified
from content.models import HomePage, StandardPage
from stamps import PAGES, RECORDS, stamps_of
from tests.certifying import publish_certified
from tests.integration.content_certification.pages import is_live

pytestmark = pytest.mark.django_db


def ending_today(certificate: Certificate) -> None:
    """Put a certificate in the place of this one that holds no longer than to the end of yesterday."""
    with audited(at=timezone.now()):
        end(certificate, state=Certificate.State.SUPERSEDED, by="tests", now=timezone.now())
    former = Certificate.objects.get(pk=certificate.pk)
    former.pk, former._state.adding = uuid4(), True
    former.state, former.ended_at, former.expires_on = Certificate.State.VALID, None, timezone.localdate()
    former.save()
    # What is kept of pages ends with the day as well.
    for name in (PAGES, RECORDS):
        stamps_of(name).renew()


def test_readers_get_the_holding_page_at_the_second_of_expiry(
    page: StandardPage, home: HomePage, client: Client, now: datetime
) -> None:
    publish_certified(home, now=now)
    certificate = publish_certified(page, now=now)
    assert client.get("/about/").status_code == 200

    # The job that takes it down has not run yet.
    ending_today(certificate)
    response = client.get("/about/")

    assert is_live(page)
    assert response.status_code == 404
    assert response["X-Robots-Tag"] == "noindex"
    html = response.content.decode()
    assert "This page is being reviewed" in html
    assert "ExampleCare" not in html
    assert "EXAMPLEX" not in html
    assert set(live_and_certified(Page.objects.all())) == {Page.objects.get(pk=home.pk)}


def test_a_page_whose_certificate_was_withdrawn_keeps_its_address_with_the_holding_page(
    page: StandardPage, signatory: User, client: Client, now: datetime
) -> None:
    certificate = publish_certified(page, now=now)
    withdraw_certificate(certificate=certificate, reason="Wrong.", by=signatory, now=now)

    response = client.get("/about/")

    assert response.status_code == 404
    assert "This page is being reviewed" in response.content.decode()
    assert '<a href="/">Go to the home page</a>' in response.content.decode()


def test_a_page_that_editors_took_down_is_simply_not_there(
    page: StandardPage, client: Client, now: datetime
) -> None:
    publish_certified(page, now=now)
    page.unpublish()

    assert "This page is being reviewed" not in client.get("/about/").content.decode()


def test_caches_learn_when_a_certificate_ends(page: StandardPage, now: datetime) -> None:
    assert expiry_of(page) is None
    certificate = publish_certified(page, now=now)

    assert expiry_of(page) == certificate.expires_at

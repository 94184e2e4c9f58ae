"""A certificate covers each rendering that a switch can make, and readers get exactly one of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from django.test import Client
from wagtail.rich_text import RichText

from accounts.models import User
from content.certification.canonical import canonical_form
from content.certification.drift import pages_that_drifted
from content.certification.refusals import NotCertified
from content.certification.rendering import canonical_html, renderings_of, would_be
from content.models import HomePage, StandardPage
from programme.models import Service
from tests.certifying import publish_certified

pytestmark = pytest.mark.django_db


def test_both_renderings_of_a_switch_are_certified_and_switching_needs_no_new_certificate(
    app: Service, home: HomePage, switched: StandardPage, client: Client, now: datetime,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:  # fmt: skip
    publish_certified(home, now=now)
    certificate = publish_certified(switched, now=now)
    off, on = sorted(certificate.renderings.all(), key=lambda one: "Open the app." in one.html)
    assert ("The app comes later." in off.html, "The app comes later." in on.html) == (True, False)
    assert off.sha256 != on.sha256
    assert "The app comes later." in client.get("/app/").content.decode()

    app.available = True
    with django_capture_on_commit_callbacks(execute=True):
        app.save()

    assert {one.sha256 for one in renderings_of(switched)} == {off.sha256, on.sha256}
    assert "Open the app." in client.get("/app/").content.decode()
    assert pages_that_drifted(now=now) == []
    switched.get_latest_revision().publish()


def test_a_page_that_shows_no_service_has_one_rendering_whatever_is_switched(
    app: Service, page: StandardPage
) -> None:
    before = [one.sha256 for one in renderings_of(page)]
    Service.objects.update(available=True)

    assert [one.sha256 for one in renderings_of(page)] == before
    assert len(before) == 1


def test_a_new_wording_of_one_state_only_voids_the_certificate(
    home: HomePage, switched: StandardPage, now: datetime
) -> None:
    publish_certified(switched, now=now)
    draft = switched.get_latest_revision().as_object()
    draft.body[0].value["available"] = RichText("<p>Open the app tomorrow.</p>")

    with pytest.raises(NotCertified):
        draft.save_revision().publish()


def test_a_change_that_would_be_leaves_nothing_behind(page: StandardPage, app: Service) -> None:
    with would_be(lambda: Service.objects.update(available=True)):
        assert Service.objects.get().available

    assert not Service.objects.get().available


def test_a_live_page_that_no_longer_renders_as_certified_is_named(page: StandardPage, now: datetime) -> None:
    publish_certified(page, now=now)
    assert pages_that_drifted(now=now) == []

    StandardPage.objects.update(introduction="Changed behind Wagtail's back.")

    assert pages_that_drifted(now=now) == ["/about/"]


def test_the_canonical_form_is_what_each_reader_gets(
    page: StandardPage, home: HomePage, superuser: User, client: Client, now: datetime
) -> None:
    publish_certified(home, now=now)
    publish_certified(page, now=now)
    expected = canonical_html(StandardPage.objects.get(pk=page.pk)).partition("<html")[2]
    readers = [client.get("/about/?utm_source=mail")]
    client.force_login(superuser)
    readers.append(client.get("/about/"))

    for response in readers:
        assert response.status_code == 200
        assert canonical_form(response.content.decode()).partition("<html")[2] == expected

"""After a change elsewhere a page is given again; after a change that it shows it is made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.dispatch import Signal
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content.caching.keeping import shelf
from content.editions import editions_of
from content.models import StandardPage
from programme.models import Service
from tests import builders
from tests.certifying import publish_certified
from tests.declaring import declare_as

pytestmark = pytest.mark.django_db
PATH, OTHER = "/about/", "/other/"


@pytest.fixture
def now():
    """Pages read the clock."""
    return timezone.now()


@pytest.fixture
def publish(signatory, now, django_capture_on_commit_callbacks):
    def publish(page):
        with django_capture_on_commit_callbacks(execute=True):
            publish_certified(page, now=now, signatory=signatory)
        shelf.clear()
        return page

    return publish


@pytest.fixture
def about(home, page, publish):
    publish(home)
    return publish(page)


@pytest.fixture
def other(home, about, publish):
    page = StandardPage(
        title="Other", slug="other", job_code="EC-9", prepared_on="2026-10-01", audience="public",
        body=json.dumps([{"type": "section", "value": {"heading": "One", "text": "<p>Text</p>"}}]),
        show_in_menus=True,
    )  # fmt: skip
    home.add_child(instance=page)
    return publish(page)


@pytest.fixture
def made() -> Iterator[list[str]]:
    """The page templates that were drawn, by name."""
    drawn: list[str] = []

    def note(sender: object, template: object, **_: object) -> None:
        if (name := getattr(template, "name", "") or "").endswith("_page.html"):
            drawn.append(name)

    signal: Signal = template_rendered
    signal.connect(note)
    yield drawn
    signal.disconnect(note)


def reads(client, path=PATH):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_page_is_given_again_though_another_was_published(client, about, other, publish, made):
    before = reads(client)
    other.introduction = "Changed."
    publish(other)
    made.clear()

    assert reads(client) == before
    assert made == []
    assert "Changed." in reads(client, OTHER)


def test_a_page_that_was_published_is_made_anew(client, about, other, publish):
    reads(client)
    about.introduction = "Changed."
    publish(about)

    assert "Changed." in reads(client)


def test_a_title_that_others_show_makes_every_page_another_edition(about, other, publish, now):
    def editions():
        return editions_of(RequestFactory().get(PATH))

    before = editions()
    other.introduction = "Changed."
    publish(other)
    then = editions()
    assert then.own == before.own
    assert then.whole != before.whole

    other.title = "Another title"
    publish(other)
    assert editions().own != before.own


def test_the_menu_is_that_of_now(client, home, other, publish):
    for page in (home, other):
        page.audience = "professionals"
        publish(page)
    declare_as(client)
    assert ">Other</a>" in reads(client, "/")

    other.title = "Another title"
    publish(other)
    assert ">Another title</a>" in reads(client, "/")


def test_a_record_that_pages_show_changes_them(
    client, about, programme, made, django_capture_on_commit_callbacks
):
    reads(client)
    made.clear()

    with django_capture_on_commit_callbacks(execute=True):
        Service.objects.create(programme=programme, key="app", label="App")
    reads(client)

    assert made != []


def test_a_page_behind_a_password_is_given_to_nobody_else(
    client, about, made, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=about, restriction_type="password", password="open sesame")
    assert "First words" not in reads(client)

    passed = client.post(f"/_util/authenticate_with_password/{about.view_restrictions.get().pk}/{about.pk}/",
                         {"password": "open sesame", "return_url": PATH}, follow=True)  # fmt: skip
    assert "First words" in passed.content.decode()
    assert "First words" in reads(client)

    client.cookies.clear()
    assert "First words" not in reads(client)


def test_a_page_that_was_locked_since_is_asked_for_its_password(
    client, about, django_capture_on_commit_callbacks
):
    assert "First words" in reads(client)

    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=about, restriction_type="login")

    assert client.get(PATH).status_code == 302


def test_the_signed_in_get_pages_again_too(client, about, other, publish, made):
    client.force_login(builders.a_user(email="rita@programme.invalid"))
    reads(client)
    other.introduction = "Changed."
    publish(other)
    made.clear()

    assert "First words" in reads(client)
    assert made == []

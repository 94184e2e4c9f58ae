"""A cache in front of the server is told what it may keep, and when to forget it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content.caching import inside
from content.caching.keeping import Address
from content.models import NewsIndexPage, StandardPage
from tests import builders
from tests.certifying import publish_certified
from tests.declaring import declare_as

pytestmark = pytest.mark.django_db
PATH = "/about/"


@pytest.fixture
def now():
    """Pages read the clock."""
    return timezone.now()


@pytest.fixture
def published(home, page, signatory, now):
    publish_certified(home, now=now, signatory=signatory)
    publish_certified(page, now=now, signatory=signatory)
    return page


@pytest.fixture
def front(settings) -> Iterator[list[tuple[str, str]]]:
    """A cache on loopback: what it was told, as method and path."""
    told: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            told.append((self.command, self.path))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILFRONTENDCACHE = {
        "front": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield told
    server.shutdown()
    server.server_close()


def test_a_publication_makes_it_forget_every_page(
    front, published, signatory, now, django_capture_on_commit_callbacks
):
    published.introduction = "Changed."
    with django_capture_on_commit_callbacks(execute=True):
        publish_certified(published, now=now, signatory=signatory)

    assert {("PURGE", "/"), ("PURGE", PATH)} <= set(front)


def test_a_publication_makes_it_forget_the_feed_of_the_news(
    front, home, signatory, now, django_capture_on_commit_callbacks
):
    publish_certified(home, now=now, signatory=signatory)
    news = NewsIndexPage(
        title="News", slug="news", job_code="EC-9", prepared_on="2026-10-01", audience="public"
    )
    home.add_child(instance=news)

    with django_capture_on_commit_callbacks(execute=True):
        publish_certified(news, now=now, signatory=signatory)

    assert {("PURGE", "/news/"), ("PURGE", "/news/feed/")} <= set(front)


def test_a_record_that_pages_show_makes_it_forget_every_page(
    front, published, programme, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        builders.a_partner(programme, role="homecare", code="new-homecare")

    assert {("PURGE", "/"), ("PURGE", PATH)} <= set(front)


def test_a_cache_that_is_down_keeps_nobody_from_publishing(
    settings, published, signatory, now, django_capture_on_commit_callbacks, client
):
    settings.WAGTAILFRONTENDCACHE = {
        "front": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": "http://127.0.0.1:9",
        }
    }
    published.introduction = "Changed."

    with django_capture_on_commit_callbacks(execute=True):
        publish_certified(published, now=now, signatory=signatory)

    assert "Changed." in client.get(PATH).content.decode()


def test_it_keeps_what_everybody_may_read_and_asks_again_in_time(client, published, settings):
    said = client.get(PATH).headers["Cache-Control"]

    assert "public" in said
    assert "max-age=0" in said
    seconds = int(said.partition("s-maxage=")[2].partition(",")[0])
    # Nothing is kept past midnight, when certificates end.
    local = timezone.localtime()
    left = 24 * 60 * 60 - local.hour * 3600 - local.minute * 60 - local.second
    assert min(settings.PAGE_CACHE_SECONDS, left) - 60 < seconds <= settings.PAGE_CACHE_SECONDS


def test_a_new_address_makes_it_forget_the_former_one_and_what_stood_below(
    front, published, django_capture_on_commit_callbacks
):
    published.slug = "about-us"
    with django_capture_on_commit_callbacks(execute=True):
        published.save()

    assert {("PURGE", PATH), ("PURGE", "/about-us/")} <= set(front)


def test_a_page_that_is_gone_is_forgotten(front, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        published.unpublish()

    assert ("PURGE", PATH) in front


def test_it_keeps_nothing_beyond_the_end_of_a_page(client, published, now):
    StandardPage.objects.update(expire_at=now + timedelta(seconds=90))

    said = client.get(PATH).headers["Cache-Control"]

    seconds = int(said.partition("s-maxage=")[2].partition(",")[0])
    assert 60 < seconds <= 90


def test_what_is_given_again_says_how_old_it_is(client, published):
    client.get(PATH)
    address = Address("testserver", "http", PATH, "undeclared")
    found = inside.shelf.find_any(address, now=time.time())
    inside.shelf.keep(address, replace(found, made=found.made - 100))

    assert 100 <= int(client.get(PATH).headers["Age"]) < 160


@pytest.mark.parametrize("audience", ["professionals", "patients"])
def test_it_keeps_nothing_of_a_public_page_as_an_audience_gets_it(client, published, audience):
    assert "private" in declare_as(client, audience).get(PATH).headers["Cache-Control"]
    assert "public" in declare_as(client, "public").get(PATH).headers["Cache-Control"]


def test_it_keeps_nothing_that_is_locked(client, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=published, restriction_type="password", password="open")

    assert "public" not in client.get(PATH).headers.get("Cache-Control", "")


def test_it_keeps_nothing_that_a_signed_in_person_got(client, published):
    client.force_login(builders.a_user(email="rita@programme.invalid"))

    for _ in range(2):
        assert "private" in client.get(PATH).headers["Cache-Control"]


def test_it_keeps_nothing_for_professionals(client, published, signatory, now):
    published.audience = "professionals"
    publish_certified(published, now=now, signatory=signatory)

    assert "public" not in client.get(PATH).headers["Cache-Control"]
    assert "private" in declare_as(client).get(PATH).headers["Cache-Control"]

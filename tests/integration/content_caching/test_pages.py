"""Whole pages are answered again without Django, until anything that they show changes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.audience.declared import COOKIE, declaration
from content.glossary.models import GlossaryEntry
from content.shown import SHOWN
from directory.models import Partner
from forms.definitions.models import Form
from programme.models import Product, Programme, SafetyRecord, Service
from tests import builders
from tests.certifying import publish_certified

pytestmark = pytest.mark.django_db
PATH = "/about/"


@pytest.fixture
def now():
    """Pages read the clock."""
    return timezone.now()


@pytest.fixture
def published(home, page, signatory, editor, now):
    publish_certified(home, now=now, by=None, signatory=signatory)
    publish_certified(page, now=now, by=None, signatory=signatory)
    return page


def as_professional(**more):
    value = declaration("professionals", host="testserver", now=timezone.now() - timedelta(minutes=1))
    return {"HTTP_COOKIE": f"{COOKIE}={value}", **more}


def test_the_second_reader_costs_the_database_nothing(ask, published, django_assert_num_queries):
    first = ask(PATH)
    assert first.status == 200
    assert "First words" in first.text

    with django_assert_num_queries(0):
        second = ask(PATH)

    assert (second.body, second.headers) == (first.body, first.headers)


def test_a_kept_answer_has_every_header_of_the_applications_own(ask, published):
    own = ask(PATH, front_too=False)
    ask(PATH)
    given = ask(PATH)

    assert given.body == own.body
    for name, value in own.headers.items():
        if name not in ("Vary", "Content-Length"):
            assert given.headers[name] == value
    assert {part.strip() for part in own.headers.get("Vary", "").split(",")} <= {
        part.strip() for part in given.headers["Vary"].split(",")
    } | {""}


def test_a_wrong_host_is_refused_though_the_page_is_kept(ask, published):
    ask(PATH)

    assert ask(PATH, HTTP_HOST="evil.example").status == 400


def test_what_was_published_is_what_the_next_reader_gets(
    ask, published, signatory, now, django_capture_on_commit_callbacks
):
    ask(PATH)
    published.body = json.dumps(
        [{"type": "section", "value": {"heading": "What to know", "text": "<p>Second words</p>"}}]
    )

    with django_capture_on_commit_callbacks(execute=True):
        publish_certified(published, now=now, signatory=signatory)

    assert "Second words" in ask(PATH).text


def test_what_was_taken_down_is_gone_for_the_next_reader(ask, published, django_capture_on_commit_callbacks):
    ask(PATH)

    with django_capture_on_commit_callbacks(execute=True):
        published.unpublish()

    assert ask(PATH).status in (404, 410)


def test_the_question_who_reads_is_kept_apart_from_the_page(
    ask, published, signatory, now, django_capture_on_commit_callbacks
):
    published.audience = "professionals"
    with django_capture_on_commit_callbacks(execute=True):
        publish_certified(published, now=now, signatory=signatory)

    for _ in range(2):
        assert "First words" not in ask(PATH).text
        assert "First words" in ask(PATH, **as_professional()).text


@pytest.mark.parametrize(
    "change",
    [
        lambda programme: programme.save(),
        lambda programme: builders.a_partner(programme, role="homecare", code="new-homecare"),
        lambda programme: Product.objects.filter(programme=programme).first().save(),
        lambda programme: SafetyRecord.objects.filter(programme=programme).first().save(),
        lambda programme: Service.objects.create(programme=programme, key="app", label="App"),
        lambda programme: programme.site.save(),
        lambda programme: Form.objects.create(programme=programme, kind="k", slug="s", title="T", live=True),
    ],
    ids=["programme", "partner", "product", "safety record", "service", "site", "form"],
)
def test_a_record_that_pages_show_is_shown_to_the_next_reader(
    ask, published, programme, change, django_assert_num_queries, django_capture_on_commit_callbacks
):
    ask(PATH)
    with django_assert_num_queries(0):
        ask(PATH)

    with django_capture_on_commit_callbacks(execute=True):
        change(programme)

    with CaptureQueriesContext(connection) as asked:
        ask(PATH)
    assert len(asked) > 0


def test_the_models_that_pages_show_are_all_watched():
    assert {Partner, Product, Programme, SafetyRecord, Service, GlossaryEntry, Form} <= set(SHOWN)


def test_nothing_that_hangs_on_a_query_is_kept(ask, published):
    ask(PATH)

    assert "First words" in ask(PATH, QUERY_STRING="utm_source=mail").text
    assert ask("/nowhere/").status == 404


class TestSignedIn:
    @pytest.fixture
    def reader(self, client, programme):
        def sign_in(email, **values):
            client.force_login(builders.a_user(email=email, name="Rita Reader", **values))
            return client

        return sign_in

    def test_the_next_person_gets_the_page_with_links_of_their_own(self, reader, published):
        first = reader("one@programme.invalid", is_staff=True).get(PATH).content.decode()
        second = reader("two@programme.invalid").get(PATH).content.decode()

        assert "First words" in first
        assert "First words" in second
        assert ">Admin</a>" in first
        assert ">Admin</a>" not in second
        assert "Sign out" in second

    def test_a_kept_page_takes_few_queries_and_gives_a_token_of_its_own(
        self, reader, published, django_assert_max_num_queries
    ):
        client = reader("one@programme.invalid")
        first = client.get(PATH)

        with django_assert_max_num_queries(5):
            second = client.get(PATH)

        tokens = [
            str(one.content.decode()).partition('csrfmiddlewaretoken" value="')[2][:64]
            for one in (first, second)
        ]
        assert all(tokens)
        assert tokens[0] != tokens[1]
        for name in ("Content-Type", "X-Frame-Options", "Content-Security-Policy"):
            assert first.headers[name] == second.headers[name]

    def test_who_signed_out_gets_the_page_of_everybody(self, reader, published):
        client = reader("one@programme.invalid")
        client.get(PATH)
        client.logout()

        assert "Sign out" not in client.get(PATH).content.decode()

    def test_what_was_published_is_what_they_get_next(
        self, reader, published, signatory, now, django_capture_on_commit_callbacks
    ):
        client = reader("one@programme.invalid")
        client.get(PATH)
        published.introduction = "Other words first."

        with django_capture_on_commit_callbacks(execute=True):
            publish_certified(published, now=now, signatory=signatory)

        assert "Other words first." in client.get(PATH).content.decode()

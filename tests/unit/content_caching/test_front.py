"""Kept answers are the application's own, and given only where it would answer the same."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from content.audience.declared import COOKIE, declaration
from content.caching.front import Front
from content.caching.keeping import shelf
from content.caching.marks import MARK
from stamps import PAGES, stamps_of

HOST = "site.example"
PAGE = b"<p>Every word of the page.</p>"


@pytest.fixture(autouse=True)
def own_stamp(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    stamps_of(PAGES).renew()
    shelf.clear()


class Site:
    """An application that counts how often it is asked, behind the front."""

    def __init__(self, *, keep=True, status="200 OK", headers=(), body=PAGE):
        self.asked, self.now = 0, 1_000_000.0
        self.keep, self.status, self.headers, self.body = keep, status, list(headers), body
        self.front = Front(self.application, clock=lambda: self.now)

    def application(self, environ, start_response):
        self.asked += 1
        if self.keep:
            environ[MARK] = self.now + 60
        start_response(self.status, [("Content-Type", "text/html"), ("Vary", "Cookie"), *self.headers])
        return [self.body]

    def get(self, path="/", method="GET", **more):
        said = {}

        def start_response(status, headers, *_):
            said.update(status=status, headers=dict(headers))

        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": HOST, "wsgi.url_scheme": "https"}
        said["body"] = b"".join(self.front({**environ, **more}, start_response))
        return said


def declared(audience, host=HOST):
    value = declaration(audience, host=host, now=datetime.now(UTC) - timedelta(minutes=1))
    return {"HTTP_COOKIE": f"{COOKIE}={value}"}


def test_the_second_answer_is_the_first_to_the_byte_and_the_header():
    site = Site(headers=[("Content-Security-Policy", "default-src 'self'"), ("X-Frame-Options", "DENY")])

    first, second = site.get(), site.get()

    assert site.asked == 1
    assert first == second
    assert first["body"] == PAGE
    assert first["headers"]["Content-Security-Policy"] == "default-src 'self'"
    assert first["headers"]["Content-Length"] == str(len(PAGE))


def test_what_is_not_allowed_is_not_kept():
    site = Site(keep=False)

    assert [site.get()["body"] for _ in range(2)] == [PAGE, PAGE]
    assert site.asked == 2


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "404 Not Found"},
        {"status": "302 Found"},
        {"headers": [("Set-Cookie", "a=b")]},
        {"headers": [("Content-Encoding", "br")]},
    ],
)
def test_only_whole_and_impersonal_answers_are_kept(answer):
    site = Site(**answer)

    site.get()
    site.get()

    assert site.asked == 2


@pytest.mark.parametrize(
    "request_of",
    [
        {"method": "POST"},
        {"QUERY_STRING": "page=2"},
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=somebody"},
        {"HTTP_COOKIE": "messages=for-one-person"},
    ],
)
def test_what_may_be_answered_otherwise_goes_through(request_of):
    site = Site()
    site.get()

    site.get(**request_of)
    site.get(**request_of)

    assert site.asked == 3


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "other.example"},
        {"wsgi.url_scheme": "http"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"path": "/elsewhere/"},
        declared("professionals"),
        declared("patients"),
    ],
)
def test_another_host_scheme_path_or_audience_is_another_answer(other):
    site = Site()
    site.get()

    site.get(**other)

    assert site.asked == 2


def test_a_forged_declaration_is_none_and_one_for_another_host_too():
    site = Site()
    site.get()

    site.get(HTTP_COOKIE=f"{COOKIE}=professionals.1:forged")
    site.get(**declared("professionals", host="other.example"))

    assert site.asked == 1


def test_everybody_of_an_audience_gets_the_same_answer():
    site = Site()

    site.get(**declared("professionals"))
    site.get(**declared("professionals"))

    assert site.asked == 1


def test_a_new_stamp_ends_everything_in_every_process(tmp_path):
    site = Site()
    site.get()

    stamps_of(PAGES).renew()
    site.body = b"published since"

    assert site.get()["body"] == b"published since"


def test_what_was_made_before_a_change_is_not_given_after_it():
    site = Site()
    published = []

    def slow(environ, start_response):
        made = site.application(environ, start_response)
        if not published:
            published.append(stamps_of(PAGES).renew())
        return made

    front, site.front = site.front, Front(slow, clock=lambda: site.now)
    site.get()
    site.get()

    assert site.asked == 2
    assert front is not site.front


def test_an_answer_ends_at_its_time():
    site = Site()
    site.get()
    site.now += 59
    site.get()
    assert site.asked == 1

    site.now += 1
    site.get()
    assert site.asked == 2


def test_who_takes_gzip_gets_the_same_page_packed():
    site = Site(body=PAGE * 50)

    plain, packed = site.get(), site.get(HTTP_ACCEPT_ENCODING="gzip, br")

    assert gzip.decompress(packed["body"]) == plain["body"]
    assert packed["headers"]["Content-Encoding"] == "gzip"
    assert packed["headers"]["ETag"] != plain["headers"]["ETag"]
    assert packed["headers"]["Vary"] == "Cookie, Accept-Encoding"


def test_who_has_the_page_is_told_so():
    site = Site()
    tag = site.get()["headers"]["ETag"]

    again = site.get(HTTP_IF_NONE_MATCH=tag)

    assert (again["status"], again["body"]) == ("304 Not Modified", b"")
    assert again["headers"]["ETag"] == tag


def test_asking_for_the_headers_alone_gives_those_of_the_page_and_keeps_nothing_short():
    site = Site()

    site.get(method="HEAD")
    whole = site.get()
    short = site.get(method="HEAD")

    assert whole["body"] == PAGE
    assert short["body"] == b""
    assert short["headers"] == whole["headers"]


def test_what_was_not_asked_for_the_longest_goes_first(settings):
    site = Site()
    for number in range(settings.PAGE_CACHE_ENTRIES + 1):
        site.get(path=f"/{number}/")
    asked = site.asked

    site.get(path=f"/{settings.PAGE_CACHE_ENTRIES}/")
    assert site.asked == asked
    site.get(path="/0/")
    assert site.asked == asked + 1


def test_without_a_stamp_nothing_is_kept(settings, tmp_path):
    site = Site()
    (tmp_path / "a-file").touch()
    settings.VAR_DIR = tmp_path / "a-file"
    site.front = Front(site.application)
    site.get()
    site.get()

    assert site.asked == 2

"""Programs are stopped without anybody else's help, and people who are taken for one find a way on."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from forms.submissions.visitors.limits import Act, within_limits
from forms.submissions.visitors.robots import seconds_too_fast
from forms.submissions.visitors.stamps import StampUnusable, new_stamp, read_stamp
from tests.integration.open_forms.conftest import HOST, a_professional, hidden, open_spec

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()
    yield
    cache.clear()


def request_from(ip):
    return RequestFactory(SERVER_NAME=HOST).post("/forms/ask/", REMOTE_ADDR=ip)


def test_whatever_fills_in_every_field_begins_nothing(browser):
    page = browser.begin(leave_empty="https://spam.invalid")

    assert page.status_code == 403
    assert not Draft.objects.exists()


def test_whoever_s_browser_filled_in_the_trap_sees_it_and_goes_on(browser):
    page = browser.begin(leave_empty="Vera")

    html = page.content.decode()
    assert 'for="leave_empty">Leave this field empty' in html
    assert 'aria-hidden="true"' not in html.split("leave_empty")[1]
    assert "020 7946 0150" in html
    again = browser.client.post("/forms/ask/", {"stamp": hidden(page, "stamp"), "leave_empty": ""})
    assert again.status_code == 302


def test_whatever_fills_in_every_field_sends_nothing_and_loses_nothing(browser):
    draft = browser.filled()

    page = browser.send(draft, leave_empty="x")

    assert page.status_code == 403
    assert not Submission.objects.exists()
    assert not Delivery.objects.exists()
    assert browser.send(draft).status_code == 302


def test_what_is_sent_faster_than_people_write_waits_and_can_then_be_sent(browser, settings):
    settings.VISITOR_LEAST_TIME_PER_STEP = timedelta(seconds=5)
    draft = browser.filled()

    # However busy the machine is.
    Draft.objects.filter(pk=draft.pk).update(created_at=timezone.now())
    page = browser.send(draft)

    assert page.status_code == 422
    (told,) = re.findall(r"Wait (\d+) seconds", page.content.decode())
    assert 1 <= int(told) <= 15
    assert not Submission.objects.exists()
    Draft.objects.filter(pk=draft.pk).update(created_at=timezone.now() - timedelta(seconds=16))
    assert browser.send(draft).status_code == 302


def test_how_long_to_wait_is_told_to_the_second(settings):
    settings.VISITOR_LEAST_TIME_PER_STEP = timedelta(seconds=5)

    def told(**since):
        return seconds_too_fast(open_spec(), begun_at=NOON, now=NOON + timedelta(**since))

    assert (told(), told(seconds=1), told(seconds=14, milliseconds=900), told(seconds=15)) == (16, 15, 1, 0)


def test_a_network_that_sends_too_many_is_told_when_to_try_again(browser, settings):
    settings.VISITOR_LIMITS = {**settings.VISITOR_LIMITS, "send": {"address": 1, "form": 100}}
    browser.send(browser.filled())
    draft = browser.filled()

    page = browser.send(draft)

    assert page.status_code == 429
    assert "send them in an hour" in page.content.decode()
    assert "020 7946 0150" in page.content.decode()
    assert Submission.objects.count() == 1
    assert Draft.objects.get(pk=draft.pk).state == "open"


def test_one_form_is_not_flooded_from_many_networks(settings):
    settings.VISITOR_LIMITS = {"send": {"address": 5, "form": 3}}

    let = [
        within_limits(request_from(f"192.0.2.{number}"), Act.SEND, form_id=1, now=NOON) for number in range(5)
    ]

    assert let == [True, True, True, False, False]


def test_the_limit_of_an_address_ends_with_the_hour_and_is_one_for_a_whole_ipv6_network(settings):
    settings.VISITOR_LIMITS = {"send": {"address": 1, "form": 100}}

    def let(ip, at):
        return within_limits(request_from(ip), Act.SEND, form_id=1, now=at)

    assert let("2001:db8::1", NOON)
    assert not let("2001:db8::2", NOON)
    assert let("2001:db8:0:1::1", NOON)
    assert let("2001:db8::1", NOON + timedelta(hours=1))


def test_no_address_is_stored_or_logged(browser, caplog):
    with caplog.at_level(logging.DEBUG):
        browser.client.defaults["REMOTE_ADDR"] = "198.51.100.77"
        browser.send(browser.filled())

    assert "198.51.100.77" not in caplog.text
    assert "198.51.100.77" not in repr(getattr(cache, "_cache", {}))


def test_a_stamp_begins_one_draft_however_often_it_is_posted(browser):
    stamp = hidden(browser.client.get("/forms/ask/"), "stamp")

    both = [browser.client.post("/forms/ask/", {"stamp": stamp}) for _ in range(2)]

    assert [one.status_code for one in both] == [302, 302]
    assert both[0]["Location"] == both[1]["Location"]
    assert Draft.objects.count() == 1


def test_a_stamp_that_somebody_else_used_begins_nothing(browser):
    stamp = hidden(browser.client.get("/forms/ask/"), "stamp")
    browser.client.post("/forms/ask/", {"stamp": stamp})
    other = a_professional()

    page = other.client.post("/forms/ask/", {"stamp": stamp})

    assert page.status_code == 422
    assert Draft.objects.count() == 1
    assert other.client.post("/forms/ask/", {"stamp": hidden(page, "stamp")}).status_code == 302


@pytest.mark.parametrize("stamp", ["", "forged", "1.2.3:abc", "1:" * 2000, "\0"])
def test_a_forged_stamp_begins_nothing(browser, stamp):
    page = browser.client.post("/forms/ask/", {"stamp": stamp})

    assert page.status_code == 422
    assert not Draft.objects.exists()


def test_a_stamp_is_good_for_its_own_form_and_host_and_for_a_day():
    request = request_from("192.0.2.1")
    stamp = new_stamp(request, form_id=1, now=NOON)
    elsewhere = RequestFactory(SERVER_NAME="localhost").post("/")

    assert read_stamp(request, stamp, form_id=1, now=NOON + timedelta(hours=23)).shown_at == NOON
    for asked, form_id, at in (
        (request, 2, NOON),
        (elsewhere, 1, NOON),
        (request, 1, NOON + timedelta(days=1)),
        (request, 1, NOON - timedelta(minutes=1)),
    ):
        with pytest.raises(StampUnusable):
            read_stamp(asked, stamp, form_id=form_id, now=at)


def test_a_post_without_the_token_of_the_site_is_refused(browser):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.client.cookies
    stamp = hidden(browser.client.get("/forms/ask/"), "stamp")

    assert strict.post("/forms/ask/", {"stamp": stamp}).status_code == 403


def test_a_body_that_is_too_long_is_refused_before_it_is_read(browser, settings):
    settings.MOST_BODY_BYTES_OF_STRANGERS = 1_000
    draft = browser.begun()

    page = browser.client.post(browser.address("step", draft.pk, "question"), {"words": "x" * 2_000})

    assert page.status_code == 413
    assert Draft.objects.get(pk=draft.pk).revision == 0


def test_everything_works_without_a_script(browser):
    draft = browser.filled()

    for address in ("/forms/ask/", browser.address("check", draft.pk)):
        assert "<script" not in browser.client.get(address).content.decode()

"""An open form is closed: with words, and without losing what somebody is writing."""

from __future__ import annotations

import pytest
from django.utils import timezone

from forms.definitions.control.closing import say_what_instead
from forms.definitions.models import Form
from forms.definitions.services import retire
from forms.submissions.models import Draft, Submission
from tests.integration.open_forms.conftest import a_version, open_spec

pytestmark = pytest.mark.django_db


@pytest.fixture
def close(form, author):
    def closed():
        say_what_instead(
            form=form,
            use_instead=None,
            address="/contact/",
            text="Ask by mail.",
            by=author,
            now=timezone.now(),
        )
        retire(form=Form.objects.get(pk=form.pk), by=None, now=timezone.now())

    return closed


def test_a_closed_form_says_so_and_what_to_use_instead(browser, close):
    close()

    page = browser.client.get("/forms/ask/")

    html = page.content.decode()
    assert page.status_code == 410
    assert "This form is closed" in html
    assert "Ask by mail." in html
    assert 'href="/contact/"' in html
    assert "020 7946 0150" in html
    assert "Start now" not in html


def test_a_closed_form_begins_nothing(browser, close):
    page = browser.client.get("/forms/ask/").content.decode()
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    close()

    assert browser.client.post("/forms/ask/", {"stamp": stamp}).status_code == 410
    assert not Draft.objects.exists()


def test_who_is_half_way_keeps_the_answers_and_is_told_on_sending(browser, close):
    draft = browser.begun()
    close()
    browser.fill(draft)

    page = browser.send(draft)

    html = page.content.decode()
    assert page.status_code == 410
    assert "was closed while you filled it in" in html
    assert "Ask by mail." in html
    assert "Vera Visitor" in html
    assert not Submission.objects.exists()
    assert Draft.objects.get(pk=draft.pk).state == "open"


def test_a_form_that_was_given_back_to_members_takes_nothing_more_from_visitors(browser, form, author):
    draft = browser.filled()
    a_version(form, open_spec(open_to="members"), by=author)

    assert browser.send(draft).status_code == 410
    assert not Submission.objects.exists()


def test_a_new_version_published_meanwhile_does_not_keep_a_visitor_from_sending(browser, form, author):
    draft = browser.filled()
    a_version(form, open_spec(intro="Ask anything."), by=author)

    assert browser.send(draft).status_code == 302
    assert Submission.objects.get().form_version.number == 1

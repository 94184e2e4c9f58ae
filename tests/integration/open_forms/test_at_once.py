"""Requests of one visitor that arrive at the same moment, each with a connection of its own."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from audit.models import AuditEvent
from audit.verification import verify_chain
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from tests.integration.open_forms.conftest import a_professional, hidden
from tests.integration.submissions.test_at_once import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()
    yield
    cache.clear()


def again(client: Client) -> Client:
    """Return the same browser once more: requests at once must not share a client."""
    other = Client()
    other.cookies = client.cookies
    return other


def test_pressing_send_several_times_sends_once_and_always_leads_to_the_thanks(browser):
    draft = browser.filled()
    revision = hidden(browser.client.get(browser.address("check", draft.pk)), "revision")
    address = browser.address("submit", draft.pk)

    def press(_):
        response = again(browser.client).post(address, {"revision": revision})
        return response.status_code, response["Location"]

    answers = all_at_once(press)

    assert set(answers) == {(302, browser.address("sent", draft.pk))}
    assert Submission.objects.count() == 1
    assert (Document.objects.count(), Delivery.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(action="submission.submitted").count() == 1
    assert verify_chain().holds


def test_pressing_start_several_times_begins_one_draft(browser):
    browser.begun()
    stamp = hidden(browser.client.get(browser.address("start", "ask")), "stamp")
    before = Draft.objects.count()

    def press(_):
        return again(browser.client).post(browser.address("start", "ask"), {"stamp": stamp})["Location"]

    assert len(set(all_at_once(press))) == 1
    assert Draft.objects.count() == before + 1


def test_of_several_browsers_with_one_stamp_one_begins(version):
    stamp = hidden(a_professional().client.get("/forms/ask/"), "stamp")
    others = [a_professional() for _ in range(AT_ONCE)]

    def press(number):
        return others[number].client.post("/forms/ask/", {"stamp": stamp}).status_code

    assert sorted(all_at_once(press)) == [302, *[422] * (AT_ONCE - 1)]
    assert Draft.objects.count() == 1


def test_a_page_saved_while_the_form_is_sent_is_part_of_it_or_said_to_be_late(browser):
    draft = browser.filled()
    step = browser.address("step", draft.pk, "you")
    page = browser.client.get(step)
    named = {name: hidden(page, name) for name in ("revision", "page")}
    revision = hidden(browser.client.get(browser.address("check", draft.pk)), "revision")

    def act(number):
        client = again(browser.client)
        if number:
            return client.post(step, {**named, "name": "Corrected", "mail": "vera@clinic.invalid"})
        return client.post(browser.address("submit", draft.pk), {"revision": revision})

    sent, saved = all_at_once(act, 2)

    kept = Draft.objects.get(pk=draft.pk)
    if Submission.objects.exists():
        assert sent.status_code == 302
        # Too late, or found by the page that the sent form shows instead.
        assert saved.status_code == 409
        assert Submission.objects.get().answers["name"] == "Vera Visitor"
    else:
        assert (sent.status_code, saved.status_code) == (409, 302)
        assert kept.work["answers"]["name"] == "Corrected"

"""What is about a patient is seen by the own organisation, signed in, and by nobody else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.answers import PATIENT
from tests.browser.people import ADMINISTRATOR, LEAD, NURSE_SERVICE, OTHER_REFERRER


@pytest.mark.parametrize("email", [OTHER_REFERRER, NURSE_SERVICE, ADMINISTRATOR])
def test_others_find_neither_submission_nor_draft_nor_copy(as_person, sent, draft, email):
    stranger = as_person(email)

    for address in (sent.address, f"{sent.address}status/", f"{sent.address}copy.pdf", draft):
        response = stranger.goto(address)

        assert response is not None
        assert response.status == 404
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Page not found")
        assert PATIENT not in stranger.content()


def test_a_colleague_sees_what_was_sent_but_not_a_draft(as_person, sent, draft):
    colleague = as_person(LEAD)

    colleague.goto("/registrations/?whose=team")
    colleague.get_by_role("link", name=sent.reference).click()
    expect(colleague.get_by_text(PATIENT)).to_be_visible()
    response = colleague.goto(draft)
    assert response is not None
    assert response.status == 404


def test_nothing_about_a_patient_is_reached_signed_out(as_person, sent, draft):
    nobody = as_person()

    for address in (sent.address, draft, "/registrations/", "/registrations/start/registration/", "/admin/"):
        nobody.goto(address)

        assert urlsplit(nobody.url).path == "/account/login/"
        expect(nobody.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert PATIENT not in nobody.content()


def test_nobody_reaches_the_admin_without_the_second_factor(as_person):
    page = as_person()

    page.goto("/admin/login/")

    assert urlsplit(page.url).path == "/account/login/"

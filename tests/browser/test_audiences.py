"""A reader says who they are, follows a link away, and rates a page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import Findings

BRANDS = re.compile("kesimpta|ofatumumab", re.IGNORECASE)
# Chromium in tests tells that it is driven, and programs do not vote.
A_READER = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_professional_says_so_and_reads_the_page_that_was_asked_for(as_person, javascript):
    page = as_person(declared="", java_script_enabled=javascript)

    page.goto("/programme/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This page is for healthcare professionals in the UK"
    )
    assert not BRANDS.search(page.content())
    page.get_by_role("button", name="I am a healthcare professional in the UK").click()

    expect(page).to_have_url(re.compile("/programme/$"))
    assert BRANDS.search(page.content())
    page.get_by_role("link", name="I am not a healthcare professional").click()
    page.get_by_role("button", name="I am a member of the public").click()
    assert not BRANDS.search(page.content())
    page.goto("/programme/")
    expect(page.get_by_role("button", name="I am a healthcare professional in the UK")).to_be_visible()


def test_a_patient_is_led_to_a_page_for_patients(as_person):
    page = as_person(declared="", phone=True)

    page.goto("/")
    page.get_by_role("button", name="I am a patient").click()

    expect(page).to_have_url(re.compile("/for-patients/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_rates_a_page_and_changes_the_vote(as_person, javascript):
    page = as_person(java_script_enabled=javascript, user_agent=A_READER)
    page.goto("/checklist/")

    page.get_by_role("radio", name="2, fair").check()
    page.get_by_role("button", name="Send my vote").click()

    said = page.get_by_role("status")
    expect(said).to_have_text("Thank you. Your vote: 2, fair. You can change it.")
    page.get_by_role("radio", name="5, excellent").check()
    page.get_by_role("button", name="Send my vote").click()
    expect(said).to_have_text("Thank you. Your vote: 5, excellent. You can change it.")
    page.goto("/checklist/")
    page.get_by_role("heading", name="Rate this page").scroll_into_view_if_needed()
    if javascript:
        expect(page.get_by_role("radio", name="5, excellent")).to_be_checked()


def test_axe_finds_nothing_on_the_pages_about_the_reader(as_person):
    page, findings = as_person(declared=""), Findings()

    for address in (
        "/",
        "/audience/",
        "/audience/elsewhere/",
        "/cookies/",
        "/for-everybody/",
        "/for-patients/",
    ):
        page.goto(address)
        findings.look_at_each_width(page, address)

    assert findings.found == []

"""Somebody without an account asks medical information from the contact page; a program is stopped."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import Findings
from tests.browser.inboxes import read_by, wait_until_received

DESK = "medical-information"
# Long enough for the check page to believe that a person filled in two pages; the page says how long to wait.
PATIENCE_MS = 20_000


def ask(page: Page) -> None:
    """Fill in a medical information request up to the page on which it is checked."""
    page.goto("/contact/")
    page.get_by_role("listitem").filter(has_text="medinfo").get_by_role("link", name="Write to us").click()
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("radio", name="How it is given and stored").check()
    page.get_by_label("Your question").fill("How long may a pen stay out of the fridge?")
    page.get_by_role("group", name=re.compile("describe a side effect")).get_by_label("No").check()
    page.get_by_role("radio", name="By e-mail").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill("Vera Visitor")
    page.get_by_label("Your role").fill("Pharmacist")
    page.get_by_label("Your hospital or clinic").fill("Harbour Vale General Hospital")
    page.get_by_label("Your e-mail address").fill("vera.visitor@harbourvale.invalid")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you send them")


def send(page: Page) -> str:
    """Send what is being checked, waiting as told where it came too fast; return the reference."""
    page.get_by_role("button", name="Send").click()
    stopped = page.get_by_text("faster than people usually fill it in")
    if stopped.is_visible():
        page.wait_for_timeout(PATIENCE_MS / 2)
        page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your reference is")).to_be_visible()
    return page.locator(".reference").inner_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_asks_medical_information_and_the_desk_gets_the_pdf(as_person, stack, javascript):
    page = as_person(java_script_enabled=javascript, phone=not javascript)
    ask(page)

    reference = send(page)

    text = read_by(DESK, wait_until_received(stack, reference, DESK))
    assert "How long may a pen stay out of the fridge?" in text
    assert "vera.visitor@harbourvale.invalid" in text
    assert "prescription" not in text


def test_a_program_that_fills_in_every_field_is_stopped_and_a_person_goes_on(as_person):
    page = as_person()
    page.goto("/forms/medical-information/")
    page.locator("#leave_empty").evaluate("field => { field.value = 'https://spam.invalid' }")

    page.get_by_role("button", name="Start now").click()

    expect(page.get_by_role("alert")).to_contain_text("A field that people do not see came filled in")
    expect(page.get_by_role("alert")).to_contain_text("020 7946 0150")
    page.get_by_label("Leave this field empty").fill("")
    page.get_by_role("button", name="Start now").click()
    expect(page).to_have_url(re.compile("/step/"))


def test_the_pages_of_an_open_form_are_open_to_all_readers(as_person):
    findings = Findings()
    page = as_person()
    page.goto("/forms/medical-information/")
    findings.look_at_each_width(page, "the first page")
    ask(page)
    findings.look_at_each_width(page, "the check page")
    page.go_back()
    findings.look_at_each_width(page, "a step")

    assert findings.found == []

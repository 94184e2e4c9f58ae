"""An editor sees what a form does before it is published: tries it, and decides who receives what."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.form_editor import open_form
from tests.browser.people import FORM_EDITOR

REGISTRATION = "Patient registration"


def open_page(page: Page, name: str) -> None:
    """Come from the editor of the registration to one of its pages."""
    open_form(page, REGISTRATION)
    page.get_by_role("link", name=name, exact=True).click()


def test_an_editor_tries_a_draft_to_its_end_and_reads_what_would_be_sent(as_person):
    edith = as_person(FORM_EDITOR)
    open_page(edith, "Try it")
    edith.get_by_role("button", name="Start", exact=True).click()

    while "/check/" not in edith.url:
        expect(edith.get_by_text("TEST", exact=True).first).to_be_visible()
        edith.get_by_role("link", name="Fill in made-up answers").click()
        edith.get_by_role("button", name="Save and continue").click()
    edith.get_by_role("button", name="Send", exact=True).click()

    expect(edith.get_by_role("heading", level=1)).to_have_text("What would have been sent")
    expect(edith.get_by_text("TEST", exact=True).first).to_be_visible()
    document = edith.get_by_role("link", name="Open its PDF, marked TEST").first.get_attribute("href")
    assert edith.request.get(str(document)).body().startswith(b"%PDF-")
    edith.get_by_role("button", name="Erase this trial now").click()
    expect(edith.get_by_role("heading", name="Try “Patient registration”")).to_be_visible()


def test_an_editor_changes_who_receives_an_answer_in_the_table(as_person):
    edith = as_person(FORM_EDITOR)
    open_page(edith, "Who receives what")

    edith.get_by_label("Homecare provider: Allergies", exact=True).select_option(label="Withhold")
    edith.get_by_role("button", name="Save as draft").click()

    expect(edith.locator(".messages")).to_contain_text("Saved as a draft")
    cell = edith.locator("td").filter(has=edith.get_by_label("Homecare provider: Allergies", exact=True))
    expect(cell).to_contain_text("Changed.")
    edith.get_by_label("Homecare provider: Allergies", exact=True).select_option(label="Share")
    edith.get_by_role("button", name="Save as draft").click()
    expect(cell).not_to_contain_text("Changed.")

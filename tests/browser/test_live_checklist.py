"""The checklist among the programme's pages: guidance for everybody, and for a team how it stands itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import HOMECARE, LEAD, OTHER_REFERRER

PLAIN = "See how your organisation stands"


def part(page: Page):
    """Return the part of the checklist's page that a script may fill."""
    page.goto("/checklist/")
    return page.locator("[data-checklist]")


@pytest.mark.parametrize("who", ["", HOMECARE])
def test_whoever_is_in_no_team_reads_plain_guidance(as_person, who):
    page = as_person(who)
    with page.expect_response(re.compile("/agreements/state/$")):
        guidance = part(page)

    expect(guidance.get_by_role("listitem")).to_have_text(
        [re.compile(rf"^\s*{label}") for label in ("Overview", "Programme Authorisation", "Service Level")]
    )
    expect(guidance.get_by_role("link", name=PLAIN)).to_be_visible()
    expect(guidance).not_to_contain_text("register patients")


def test_a_team_sees_with_whom_it_registers_and_how_each_document_stands(as_person):
    state = part(as_person(LEAD))

    expect(state.get_by_role("heading", name="Harbour Vale Hospitals NHS Trust")).to_be_visible()
    expect(state).to_contain_text("You can register patients today with:")
    offer = state.get_by_role("listitem").filter(has_text="Overview and Offer Form")
    expect(offer).to_contain_text("In force")
    expect(state.get_by_role("link", name=PLAIN)).to_have_count(0)


def test_a_team_that_cannot_register_yet_sees_who_acts_next(as_person):
    state = part(as_person(OTHER_REFERRER))

    expect(state).to_contain_text("You cannot register patients yet.")
    signed = state.get_by_role("listitem").filter(has_text="Programme Authorisation Document")
    expect(signed).to_contain_text("Signed by the organisation")
    expect(signed).to_contain_text("countersigns it.")


def test_without_javascript_a_link_leads_a_team_to_its_own_page(as_person):
    page = as_person(LEAD, java_script_enabled=False)

    part(page).get_by_role("link", name=PLAIN).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Agreements and checklist")

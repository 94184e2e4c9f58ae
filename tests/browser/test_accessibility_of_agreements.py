"""axe-core finds nothing on the pages of agreements, for the team, signatories, counterparties and the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import WAGTAILS, Findings
from tests.browser.administering import follow, open_menu
from tests.browser.agreeing import (
    CHECK_PARTICULARS,
    SLA,
    confirm_authority,
    consent,
    prove_again,
    read,
    reference_on,
    type_name,
    verify,
)
from tests.browser.answers import particulars
from tests.browser.people import ADMINISTRATOR, GORSEDALE_LEAD, REFERRER, SCIENSUS
from tests.browser.registering import answer_up_to

PROVIDER = "Sciensus Limited"
WRONG = re.compile("^Error: ")


def with_errors(findings: Findings, page: Page, button: str, what: str) -> None:
    """Look at a page as it is first, then as it is when its button is pressed with nothing filled in."""
    findings.look_at_each_width(page, what)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page).to_have_title(WRONG)
    findings.look_at_each_width(page, f"{what}, with errors")


def the_pages_of_the_team(findings: Findings, gita: Page) -> str:
    gita.goto("/agreements/")
    findings.look_at_each_width(gita, "checklist")
    follow(gita.get_by_role("button", name=f"Start {SLA} with {PROVIDER}"))
    findings.look_at_each_width(gita, "an agreement that was just started")
    reference = reference_on(gita)
    follow(gita.get_by_role("button", name="Fill in the particulars"))
    with_errors(findings, gita, "Save and continue", "particulars")
    answer_up_to(gita, CHECK_PARTICULARS, particulars("sla"))
    findings.look_at_each_width(gita, "particulars, to check")
    follow(gita.get_by_role("button", name="Put out for signature"))
    findings.look_at_each_width(gita, "an agreement out for signature")
    gita.goto(f"/agreements/{reference}/text/")
    findings.look_at_each_width(gita, "the text")
    gita.goto(f"/agreements/{reference}/withdraw/")
    with_errors(findings, gita, "Withdraw", "withdraw")
    gita.goto(f"/agreements/{reference}/signatory/")
    with_errors(findings, gita, "Send the link", "who signs")
    return reference


def the_pages_of_the_signatory(findings: Findings, gita: Page, coded) -> None:
    follow(gita.get_by_role("button", name="I am the signatory"))
    findings.look_at_each_width(gita, "read")
    read(gita)
    with_errors(findings, gita, "Continue", "authority")
    confirm_authority(gita)
    with_errors(findings, gita, "Continue", "consent")
    for link, button in (("Hand it over to a colleague", "Hand over"), ("Decline to sign", "Decline")):
        follow(gita.get_by_role("link", name=link))
        with_errors(findings, gita, button, button)
        follow(gita.get_by_role("link", name="Cancel"))
    consent(gita)
    findings.look_at_each_width(gita, "a fresh code")
    prove_again(gita, coded)
    with_errors(findings, gita, "Sign", "sign")
    type_name(gita, "Gita Penrose")
    findings.look_at_each_width(gita, "signed")
    follow(gita.get_by_role("link", name=re.compile("^See how")))
    findings.look_at_each_width(gita, "an agreement that its organisation has signed")


def test_axe_finds_nothing_from_the_checklist_to_the_counter_signature(as_person, everybody):
    findings = Findings()
    gita, hal = as_person(GORSEDALE_LEAD), as_person(SCIENSUS)

    reference = the_pages_of_the_team(findings, gita)
    the_pages_of_the_signatory(findings, gita, everybody[GORSEDALE_LEAD])
    gita.goto("/agreements/link/guessed/")
    findings.look_at_each_width(gita, "a link that nobody was sent")
    hal.goto("/agreements/to-countersign/")
    expect(hal.get_by_text(reference).first).to_be_visible()
    findings.look_at_each_width(hal, "to countersign")
    hal.goto("/registrations/")
    findings.look_at_each_width(hal, "the registrations of somebody who only signs")

    assert findings.found == []


def test_axe_finds_nothing_on_the_page_that_verifies(as_person, sealed):
    page, findings = as_person(), Findings()

    page.goto("/agreements/verify/")
    with_errors(findings, page, "Verify the file", "verify, by file")
    page.goto("/agreements/verify/")
    with_errors(findings, page, "Look it up", "verify, by reference")
    page.get_by_role("textbox", name="Reference").fill("KC-0000-0000-0")
    page.get_by_label("Verification code").fill("0000")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("Not found", exact=True)).to_be_visible()
    findings.look_at_each_width(page, "verify, not found")
    for result, pdf in (("Genuine", sealed.read_bytes()), ("Not genuine", sealed.read_bytes() + b"\n")):
        verify(page, pdf)
        expect(page.get_by_text(re.compile(f"^{result}")).first).to_be_visible()
        findings.look_at_each_width(page, f"verify, {result}")

    assert findings.found == []


def test_axe_finds_nothing_on_an_agreement_in_force(as_person):
    robin, findings = as_person(REFERRER), Findings()

    robin.goto("/agreements/")
    findings.look_at_each_width(robin, "checklist of a team that is ready")
    follow(robin.get_by_role("link", name=re.compile("^Open Overview and Offer Form")))
    findings.look_at_each_width(robin, "an agreement in force")

    assert findings.found == []


@pytest.mark.parametrize(
    "organisation", ["Thornmere University Health Board", "Old Quay Hospitals NHS Trust"]
)
def test_axe_finds_nothing_in_the_register(as_person, organisation):
    petra, findings = as_person(ADMINISTRATOR), Findings()

    open_menu(petra, "Agreements")
    findings.look_at_each_width(petra, "register", WAGTAILS)
    for page in ("Sign-ups and endings", "New texts"):
        open_menu(petra, "Agreements")
        follow(petra.get_by_role("link", name=page))
        findings.look_at_each_width(petra, page, WAGTAILS)
    open_menu(petra, "Agreements")
    follow(petra.get_by_role("link", name=organisation).first)
    findings.look_at_each_width(petra, organisation, WAGTAILS)
    here = petra.url
    for path, button in (("start/", "Start an agreement"), ("paper/", "Enter an agreement signed on paper")):
        petra.goto(here + path)
        findings.look_at_each_width(petra, button, WAGTAILS)
        follow(petra.get_by_role("button", name=button))
        findings.look_at_each_width(petra, f"{button}, with errors", WAGTAILS)
    petra.goto(here)
    follow(petra.get_by_role("table", name=re.compile("^All agreements")).get_by_role("link").first)
    findings.look_at_each_width(petra, "one agreement", WAGTAILS)
    actions = petra.get_by_role("main").get_by_role(
        "link", name=re.compile("^(Withdraw|Record a|Carry over)")
    )
    for address in [link.get_attribute("href") for link in actions.all()]:
        petra.goto(str(address))
        findings.look_at_each_width(petra, str(address), WAGTAILS)
        follow(petra.locator("main form:not([role=search]) button[type=submit]"))
        findings.look_at_each_width(petra, f"{address}, with errors", WAGTAILS)

    assert findings.found == []


def test_axe_finds_nothing_where_texts_are_written(as_person):
    petra, findings = as_person(ADMINISTRATOR), Findings()

    open_menu(petra, "Agreement texts")
    findings.look_at_each_width(petra, "agreement texts", WAGTAILS)
    for _ in range(2):
        follow(petra.locator("main table tbody a").first)
        findings.look_at_each_width(petra, petra.url, WAGTAILS)

    assert findings.found == []

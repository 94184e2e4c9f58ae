"""axe-core finds nothing, whatever page somebody is on."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.accessibility import WAGTAILS, Findings
from tests.browser.administering import follow, open_menu, open_proposal, propose
from tests.browser.answers import a_registration
from tests.browser.people import (
    ADMINISTRATOR,
    DRUG_SAFETY,
    FORM_EDITOR,
    OTHER_ADMINISTRATOR,
    OTHER_REFERRER,
    REFERRER,
)
from tests.browser.registering import CHECK, STEPS, answer, go_on, send, start


def test_axe_finds_nothing_on_the_public_pages(as_person):
    page = as_person()
    findings = Findings()

    page.goto("/")
    addresses = page.locator("header nav a, main a").evaluate_all(
        "links => links.filter(link => link.host === location.host).map(link => link.pathname)"
    )
    for address in dict.fromkeys(
        ["/", "/gallery/", "/account/password/reset/", "/no-such-page/", *addresses]
    ):
        page.goto(address)
        findings.look(page, address)
    page.goto("/account/login/")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    findings.look(page, "sign-in with errors")

    assert findings.found == []
    assert findings.pages > 8


def test_axe_finds_nothing_on_any_step_empty_with_errors_or_answered(as_person):
    page = as_person(REFERRER)
    findings = Findings()
    answers = a_registration(
        carer="Yes",
        carer_name="Gwen Ashdown",
        carer_relationship="Sister",
        carer_phone="07700 900124",
        carer_permission_given="yes",
        carer_permission_how="In person",
        carer_permission_day=a_registration()["permission_nurse_day"],
        carer_permission_month=a_registration()["permission_nurse_month"],
        carer_permission_year=a_registration()["permission_nurse_year"],
    )

    page.goto("/registrations/start/registration/")
    findings.look(page, "start")
    start(page)
    for title in STEPS:
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        findings.look(page, f"{title}, empty")
        page.get_by_role("button", name="Save and continue").click()
        expect(page).to_have_title(re.compile("^Error: "))
        findings.look(page, f"{title}, with errors")
        answer(page, answers)
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(CHECK)
    findings.look(page, "check your answers")
    reference = send(page)
    findings.look(page, "confirmation")
    for address in ("/registrations/", "/registrations/?whose=team", f"/registrations/{reference}/"):
        page.goto(address)
        findings.look(page, address)

    assert findings.found == []


def test_axe_finds_nothing_on_the_pages_around_a_registration(as_person, sent, draft):
    findings = Findings()
    page, stranger = as_person(REFERRER), as_person(OTHER_REFERRER)

    page.goto(re.sub(r"step/.*", "discard/", draft))
    findings.look(page, "delete a draft")
    stranger.goto(sent.address)
    findings.look(stranger, "page not found")
    for address in ("/account/2fa/", "/account/password/change/"):
        page.goto(address)
        findings.look(page, address)

    assert findings.found == []


def test_axe_finds_nothing_in_our_own_screens_of_the_admin(as_person, sent):
    findings = Findings()
    petra, ada = as_person(ADMINISTRATOR), as_person(OTHER_ADMINISTRATOR)
    edith, vic = as_person(FORM_EDITOR), as_person(DRUG_SAFETY)

    petra.goto("/admin/")
    findings.look(petra, "dashboard", {"include": [["section[aria-labelledby=needs-attention]"]]})
    for menu in ("Submissions", "Deliveries", "Partners", "Organisations", "People"):
        open_menu(petra, menu)
        findings.look(petra, menu, WAGTAILS)
        follow(petra.locator("main table tbody a").first)
        findings.look(petra, f"{menu}: one", WAGTAILS)
    open_menu(petra, "Deliveries")
    follow(petra.get_by_role("link", name=sent.reference).first)
    follow(petra.get_by_role("link", name="Re-route"))
    findings.look(petra, "re-route", WAGTAILS)
    open_proposal(petra, "Sciensus Limited")
    follow(petra.get_by_role("button", name="Propose"))
    findings.look(petra, "propose a destination, with errors", WAGTAILS)
    propose(petra, "sciensus-new")
    open_menu(ada, "Approvals")
    findings.look(ada, "approvals", WAGTAILS)
    follow(ada.get_by_role("link", name="Destination of Sciensus Limited").first)
    expect(ada.get_by_role("button", name="Approve")).to_be_visible()
    findings.look(ada, "decide", WAGTAILS)
    open_menu(edith, "Forms")
    findings.look(edith, "forms", WAGTAILS)
    open_menu(vic, "Restricted tasks")
    findings.look(vic, "restricted tasks", WAGTAILS)

    assert findings.found == []

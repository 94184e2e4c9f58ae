"""axe-core finds nothing on any page of the programme, nor where pages are certified and documents kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import WAGTAILS, Findings
from tests.browser.administering import follow
from tests.browser.page_editor import begin, certify, open_rendering, pass_on, submit
from tests.browser.people import ADMINISTRATOR, CERTIFIER, CONTENT_EDITOR, REVIEWER
from tests.browser.screenshots_of_pages import BEFORE_THE_QUESTION, PAGES
from tests.browser.test_audiences import A_READER

UNDER_REVIEW = "Soon under review"
FEWEST_REPORTS = 6
LISTS = ("/admin/deleted-drafts/", "/admin/tasks/", "/admin/reports/site-history/")
SMALLEST = {"width": 320, "height": 640}


@pytest.mark.parametrize(
    ("declared", "pages"),
    [("professionals", PAGES), ("", BEFORE_THE_QUESTION)],
    ids=["a professional", "nobody"],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_on_any_page(as_person, declared, pages):
    page, findings = as_person(declared=declared), Findings()
    too_wide = []

    for address, _ in pages:
        page.goto(address)
        findings.look_at_each_width(page, address)
        page.set_viewport_size(SMALLEST)
        root = "document.documentElement"
        if page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"):
            too_wide.append(address)

    assert findings.found == []
    assert too_wide == []


def test_axe_finds_nothing_on_the_pages_behind_a_vote_a_link_and_a_document(as_person):
    page, findings = as_person(java_script_enabled=True, user_agent=A_READER), Findings()

    page.goto("/resources/")
    votes = page.locator("[data-rating] form").get_attribute("action")
    document = page.get_by_role("link", name="Sample: nurse services at a glance").first.get_attribute("href")
    follow(page.get_by_role("link", name="NICE guideline NG220"))
    findings.look_at_each_width(page, "leaving")
    page.goto(str(votes))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rate")
    findings.look_at_each_width(page, "rate")
    page.goto(f"{document}versions/99/")
    findings.look_at_each_width(page, "no such version")

    assert findings.found == []


def test_axe_finds_nothing_where_material_is_certified_and_documents_are_kept(as_person):
    findings = Findings()
    sage, carys, petra = as_person(CERTIFIER), as_person(CONTENT_EDITOR), as_person(ADMINISTRATOR)

    sage.goto("/admin/certification/")
    findings.look(sage, "certificates", WAGTAILS)
    follow(sage.locator("main table tbody a").first)
    findings.look(sage, "one certificate", WAGTAILS)
    sage.goto("/admin/certification/calendar/")
    findings.look(sage, "calendar", WAGTAILS)
    carys.goto("/admin/documents/")
    follow(carys.get_by_role("link", name="Sample: nurse services at a glance").first)
    findings.look(carys, "a document", WAGTAILS)
    petra.goto("/admin/reports/content/waiting-pages/")
    findings.look(petra, "what waits", WAGTAILS)

    assert findings.found == []


def test_axe_finds_nothing_from_the_signatorys_page_to_the_one_that_takes_its_place(as_person, everybody):
    findings = Findings()
    carys, anil, sage, reader = (
        as_person(CONTENT_EDITOR),
        as_person(REVIEWER),
        as_person(CERTIFIER),
        as_person(),
    )

    begin(carys, "Standard page", UNDER_REVIEW)
    carys.locator("#id_job_code").fill("HOLD-1")
    submit(carys)
    pass_on(anil, UNDER_REVIEW)
    open_rendering(sage, UNDER_REVIEW)
    findings.look(sage, "certify", WAGTAILS)
    certify(sage, everybody[CERTIFIER])
    sage.goto("/admin/certification/")
    follow(sage.locator("main").get_by_role("link", name=UNDER_REVIEW).first)
    sage.get_by_label("Why").fill("To see what takes its place.")
    follow(sage.get_by_role("button", name="Withdraw"))
    reader.goto("/soon-under-review/")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("review")
    findings.look_at_each_width(reader, "in its place")

    assert findings.found == []


def test_axe_finds_nothing_on_any_report_and_list_of_the_admin(as_person):
    findings, petra, carys = Findings(), as_person(ADMINISTRATOR), as_person(CONTENT_EDITOR)

    petra.goto("/admin/")
    own = [address for address in addresses_in_the_menu(petra) if "/reports/content/" in address]
    assert len(own) >= FEWEST_REPORTS
    for address in [*own, *LISTS]:
        answer = petra.goto(address)
        assert answer is not None
        assert answer.status == 200
        findings.look(petra, address, WAGTAILS)
    carys.goto("/admin/documents/")
    follow(carys.get_by_role("link", name="Sample: nurse services at a glance").first)
    follow(carys.get_by_role("link", name="Versions"))
    findings.look(carys, "versions", WAGTAILS)

    assert findings.found == []


def addresses_in_the_menu(page: Page) -> list[str]:
    """Return where the reports of the side bar lead, which draws them from a script's data."""
    return sorted(set(re.findall(r"/admin/reports/content/[a-z-]+/", page.content())))

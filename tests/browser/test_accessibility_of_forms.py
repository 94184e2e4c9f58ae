"""axe-core finds nothing where forms are made, tried, filled in with rarer questions, and followed at the desk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import DESKTOP, PHONE, WAGTAILS, Findings
from tests.browser.administering import follow, open_menu
from tests.browser.every_question import TITLE, definition
from tests.browser.form_editor import approve, block_called, open_form, press, unfold
from tests.browser.people import (
    ADMINISTRATOR,
    CRITICAL_APPROVER,
    FORM_APPROVER,
    FORM_EDITOR,
    REFERRER,
)
from tests.browser.registering import CHECK, answer, go_on, send, start
from tests.library_files import a_pdf

# The panels, their minimap and their menus are Wagtail's; what finds the way in them and says conditions is ours.
OURS_IN_THE_EDITOR = {"include": [[".steps-jump"], [".rule-question"], [".rule-value"], [".rule-said"]]}
REGISTRATION = "Patient registration"
ANSWERS = {
    "weight": "120",
    "call": "2.15 pm",
    "day_day": "4",
    "day_month": "1",
    "day_year": "2027",
    "medicines_0_name": "Baclofen",
    "medicines_0_dose": "10",
}


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(a_pdf("Dear colleague"))
    return path


def seen(findings: Findings, page: Page, what: str, context: dict[str, Any] = WAGTAILS) -> None:
    """Look at a page of the admin at each width; nothing of it lies beside the screen of a phone."""
    page.set_viewport_size(PHONE)
    if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
        findings.found.append(f"{what}: scrolls sideways on a phone")
    findings.look_at_each_width(page, what, context)


def test_axe_finds_nothing_from_the_import_of_a_form_to_what_was_sent(as_person, letter):
    findings = Findings()
    edith, anil, robin = as_person(FORM_EDITOR), as_person(FORM_APPROVER), as_person(REFERRER)

    import_it(findings, edith)
    the_editor(findings, edith)
    the_pages_beside_it(findings, edith, TITLE)
    the_trial(findings, edith)
    open_form(edith, TITLE)
    press(edith, "Submit to Form approval")
    approve(anil, TITLE, second=as_person(CRITICAL_APPROVER))
    anil.goto(edith.url.replace("/edit/", "/closing/"))
    seen(findings, anil, "closing, by whoever may publish")
    the_wizard(findings, robin, letter)

    assert findings.found == []


def import_it(findings: Findings, page: Page) -> None:
    open_menu(page, "Forms")
    page.goto("/admin/snippets/form_definitions/form/import/")
    seen(findings, page, "import")
    _choose(page, b'{"kind": "general", "steps": [{"type": "step", "value": {"title": 1}}]}')
    seen(findings, page, "import, refused")
    _choose(page, definition())
    expect(page.locator(".messages")).to_contain_text("The file is a new draft.")
    seen(findings, page, "what changes")


def _choose(page: Page, data: bytes) -> None:
    file = {"name": "form.json", "mimeType": "application/json", "buffer": data}
    page.get_by_label("File").set_input_files([file])  # type: ignore[list-item]
    follow(page.get_by_role("button", name="Import as a draft"))


def the_editor(findings: Findings, page: Page) -> None:
    open_form(page, TITLE)
    block_called(page, "Rare questions")
    block_called(page, "Weight")
    block_called(page, "Medicines")
    more = block_called(page, "More")
    unfold(more, "show_when")
    expect(more.input("show_when-conditions-0-value-field-question")).to_be_visible()
    seen(findings, page, "editor", OURS_IN_THE_EDITOR)


def the_pages_beside_it(findings: Findings, page: Page, title: str) -> None:
    for name in ("Who receives what", "Map", "Insert"):
        open_form(page, title)
        follow(page.get_by_role("link", name=re.compile(f"^{name}")).first)
        seen(findings, page, name)
    for name in ("What changes", "Versions", "Comments", "Closing"):
        open_form(page, title)
        page.get_by_role("tab", name="About the form").click()
        follow(page.get_by_role("link", name=re.compile(f"^{name}")).first)
        seen(findings, page, name)
    page.goto(page.url.replace("/closing/", "/comments/"))
    page.get_by_label("Comment", exact=True).fill("Is the unit right?")
    follow(page.get_by_role("button", name="Add the comment"))
    seen(findings, page, "comments")
    follow(page.get_by_role("button", name="Resolve"))
    follow(page.get_by_role("button", name="Add the comment"))
    seen(findings, page, "comments, refused")


def the_trial(findings: Findings, page: Page) -> None:
    open_form(page, TITLE)
    follow(page.get_by_role("link", name="Try it"))
    seen(findings, page, "try it")
    follow(page.get_by_role("button", name="Start"))
    while "/check/" not in page.url:
        findings.look_at_each_width(page, f"trial, {page.url.rpartition('/step/')[2]}")
        follow(page.get_by_role("link", name="Fill in made-up answers"))
        follow(page.get_by_role("button", name="Save and continue"))
    findings.look_at_each_width(page, "trial, check")
    follow(page.get_by_role("button", name="Send", exact=True))
    findings.look_at_each_width(page, "trial, sent")
    follow(page.get_by_role("link", name="Back to the form"))
    seen(findings, page, "try it, with a trial")


def the_wizard(findings: Findings, page: Page, letter: Path) -> None:
    start(page, TITLE)
    findings.look_at_each_width(page, "rare questions, empty")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    findings.look_at_each_width(page, "rare questions, with errors")
    answer(page, ANSWERS | {"medicines_0_dose": "much", "call": "25:00"})
    page.get_by_label("Letters: choose").set_input_files(letter)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator(".files__name")).to_have_text("letter.pdf")
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    findings.look_at_each_width(page, "rare questions, with errors in a row")
    answer(page, ANSWERS)
    page.get_by_role("button", name="Add another row").click()
    findings.look_at_each_width(page, "rare questions, answered")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(DESKTOP)
    go_on(page)
    answer(page, {"lift": "Yes"})
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(CHECK)
    findings.look_at_each_width(page, "check")
    send(page)
    findings.look_at_each_width(page, "sent")
    follow(page.get_by_role("link", name="See what was sent"))
    findings.look_at_each_width(page, "what was sent")


def test_axe_finds_nothing_about_the_versions_of_the_registration(as_person):
    findings, edith = Findings(), as_person(FORM_EDITOR)

    open_form(edith, REGISTRATION)
    edit = edith.url
    for beside in ("versions", "versions/1", "changes"):
        page, _, number = beside.partition("/")
        edith.goto(re.sub(r"/edit/(\d+)/", rf"/{page}/\1/", edit) + (f"{number}/" if number else ""))
        seen(findings, edith, beside)
    edith.goto(re.sub(r".*/edit/(\d+)/", r"/admin/form-pages/\1/", edit) + "disclosures/")
    seen(findings, edith, "who receives what of the registration")
    edith.goto(edith.url.replace("disclosures", "map"))
    seen(findings, edith, "map of the registration")

    assert findings.found == []


def test_axe_finds_nothing_at_the_desk_and_where_patterns_are_named(as_person, sent):
    findings, petra = Findings(), as_person(ADMINISTRATOR)

    the_list(findings, petra, sent.reference)
    petra.goto("/admin/submissions/charts/")
    seen(findings, petra, "charts")
    petra.goto("/admin/submissions/export/")
    seen(findings, petra, "export")
    follow(petra.get_by_role("button", name="Export"))
    expect(petra.get_by_role("link", name=re.compile("^Download"))).to_be_visible()
    seen(findings, petra, "one export")
    petra.goto("/admin/submissions/export/")
    seen(findings, petra, "export, with one prepared")
    open_menu(petra, "Answer patterns")
    seen(findings, petra, "answer patterns")
    follow(petra.get_by_role("link", name=re.compile("^Add")).first)
    seen(findings, petra, "a new pattern")
    follow(petra.get_by_role("button", name="Save").or_(petra.get_by_role("button", name="Create")).first)
    seen(findings, petra, "a new pattern, with errors")

    assert findings.found == []


def the_list(findings: Findings, page: Page, reference: str) -> None:
    """Search, filter, keep a filter, tag what is ticked, and look at one."""
    open_menu(page, "Submissions")
    page.get_by_text("Filters and columns").click()
    page.get_by_label("Save what is shown as").fill("All of today")
    follow(page.get_by_role("button", name="Save filter"))
    page.get_by_text("Filters and columns").click()
    seen(findings, page, "submissions")
    for wanted, what in ((reference, "found"), ("nothing-like-it", "not understood")):
        page.goto("/admin/submissions/")
        page.locator("main input[name=wanted]").fill(wanted)
        page.locator("main input[name=wanted]").press("Enter")
        page.wait_for_url(re.compile("/search/"))
        seen(findings, page, f"search, {what}")
    page.goto("/admin/submissions/")
    page.get_by_role("checkbox", name=f"Tick {reference}").check()
    page.get_by_label("Tag. Never a patient’s name.").fill("ask again")
    page.locator("#bulk input[name=action][value=tag]").check()
    follow(page.get_by_role("button", name="Begin"))
    seen(findings, page, "a bulk action")
    page.goto("/admin/submissions/bulk/")
    seen(findings, page, "bulk actions")
    page.goto("/admin/submissions/")
    follow(page.get_by_role("link", name=reference))
    seen(findings, page, "a submission")

"""Nothing that was answered is lost, whatever machine, tab or button comes next."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import PATIENT, a_registration
from tests.browser.people import REFERRER
from tests.browser.registering import CHECK, answer, answer_up_to, send, start


def test_a_draft_begun_on_one_machine_is_finished_on_another(as_person):
    answers = a_registration(hospital_number="MOVED-1")
    ward, office = as_person(REFERRER), as_person(REFERRER, phone=True)

    start(ward)
    answer_up_to(ward, "Contact details", answers)
    answer(ward, {"mobile": answers["mobile"], "best_time": "Evening"})
    ward.get_by_role("button", name="Save and come back later").click()
    expect(ward.get_by_text("Your answers are saved.")).to_be_visible()

    office.goto("/registrations/?status=drafts")
    office.get_by_role("link", name=re.compile(f"^{PATIENT}")).first.click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Contact details")
    expect(office.get_by_label("Mobile number")).to_have_value(str(answers["mobile"]))
    expect(office.get_by_role("radio", name="Evening")).to_be_checked()
    answer_up_to(office, CHECK, answers)
    expect(office.get_by_text("MOVED-1")).to_be_visible()
    send(office)


@pytest.fixture
def two_tabs(as_person) -> tuple[Page, Page]:
    """One page of one draft in two tabs; what the first typed is saved, what the second typed is not."""
    first = as_person(REFERRER)
    start(first)
    answers = a_registration()
    answer_up_to(first, "Patient", answers)
    second = first.context.new_page()
    second.goto(first.url)
    answer(first, answers | {"given_name": "Aled"})
    first.get_by_role("button", name="Save and continue").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Contact details")
    answer(second, answers | {"given_name": "Bethan"})
    second.get_by_role("button", name="Save and continue").click()
    return first, second


def test_a_second_tab_shows_what_the_first_saved_instead_of_overwriting_it(two_tabs):
    _, second = two_tabs

    expect(second.get_by_role("heading", name="This page was saved in another tab")).to_be_visible()
    expect(second.locator("section.notice").get_by_text("Aled")).to_be_visible()
    expect(second.get_by_label("Given name")).to_have_value("Bethan")
    second.get_by_role("link", name="Keep the saved answers").click()
    expect(second.get_by_label("Given name")).to_have_value("Aled")
    expect(second.get_by_role("heading", name="This page was saved in another tab")).to_have_count(0)


def test_a_second_tab_may_insist(two_tabs):
    first, second = two_tabs

    second.get_by_role("button", name="Save and continue").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Contact details")

    first.get_by_role("link", name="Patient", exact=True).click()
    expect(first.get_by_label("Given name")).to_have_value("Bethan")


def test_a_double_click_a_second_tab_and_back_make_one_submission(as_person):
    page = as_person(REFERRER)
    start(page)
    answer_up_to(page, CHECK, a_registration())
    other = page.context.new_page()
    other.goto(page.url)

    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("received")
    reference = page.locator(".reference").inner_text()
    assert send(other) == reference
    other.go_back()
    expect(other.get_by_role("heading", level=1)).to_have_text(reference)
    expect(other.get_by_role("button", name="Send", exact=True)).to_have_count(0)

    page.goto("/registrations/")
    titles = page.locator(".rows__title").all_inner_texts()
    assert titles.count(reference) == 1
    assert titles[0] == reference


def test_a_second_registration_of_a_patient_is_sent_only_after_a_confirmation(as_person, sent):
    page = as_person(REFERRER)

    start(page)
    answer_up_to(page, CHECK, sent.answers)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your organisation has registered this patient before")).to_be_visible()
    expect(page.get_by_role("link", name=sent.reference)).to_be_visible()
    page.get_by_label("I have checked the earlier registration").check()

    assert send(page) != sent.reference


def test_the_team_downloads_its_own_copy(as_person, sent):
    page = as_person(REFERRER)
    page.goto(sent.address)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download your team’s copy (PDF)").click()

    assert download.value.suggested_filename == f"{sent.reference}.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")

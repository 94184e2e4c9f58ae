"""A wrong answer is told beside its question, leads there, and costs nothing else."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.answers import a_registration
from tests.browser.people import REFERRER
from tests.browser.registering import answer, answer_up_to, start


def test_a_wrong_answer_is_told_beside_its_question_and_the_others_are_kept(as_person):
    page = as_person(REFERRER)
    start(page)
    answer_up_to(page, "Treatment", a_registration())
    answer(
        page,
        a_registration(first_dose_date_day="31", first_dose_date_month="2", first_dose_date_year="2026"),
    )
    page.get_by_role("button", name="Save and continue").click()

    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading")).to_have_text("There is a problem")
    expect(page).to_have_title(re.compile("^Error: Treatment"))
    link = summary.get_by_role("link")
    expect(link).to_have_count(1)
    message = link.inner_text()
    link.click()
    expect(page.locator("#id_first_dose_date_day")).to_be_focused()
    question = page.get_by_role("group", name="Planned date of the first dose")
    expect(question.locator(".field__error")).to_contain_text(message)
    expect(question.get_by_label("Day")).to_have_value("31")
    expect(question.get_by_label("Month")).to_have_value("2")
    expect(question.get_by_label("Year")).to_have_value("2026")
    expect(page.get_by_label("Consultant’s name")).to_have_value("Dr Lee Marchbank")
    expect(page.get_by_role("radio", name="None known")).to_be_checked()


def test_every_message_of_the_summary_leads_to_its_question(as_person):
    page = as_person(REFERRER)
    start(page)
    answer_up_to(page, "Patient", a_registration())

    page.get_by_role("button", name="Save and continue").click()
    links = page.get_by_role("alert").get_by_role("link")
    expect(links).not_to_have_count(0)
    assert links.count() == page.locator(".field__error").count()
    for link in links.all():
        target = str(link.get_attribute("href")).removeprefix("#")
        link.click()
        expect(page.locator(f'[id="{target}"]')).to_be_focused()
        assert page.locator(f'[id="{target}"]').evaluate("input => input.matches('input, select, textarea')")


def test_letters_of_every_script_and_tags_are_kept_as_they_were_typed(as_person):
    page = as_person(REFERRER)
    start(page)
    answer_up_to(page, "Patient", a_registration())
    strange = "Nguyễn-Łódź \u200f\u05e9\u05dc\u05d5\u05dd e\u0301"

    answer(page, a_registration(given_name=strange, family_name="<b>Ó Dubhthaigh</b> & Sons"))
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_text("Your answers are saved.")).to_be_visible()
    row = page.locator(".rows__title").first
    expect(row).to_contain_text("<b>Ó Dubhthaigh</b> & Sons")
    row.click()
    page.get_by_role("link", name="Patient", exact=True).click()

    expect(page.get_by_label("Family name")).to_have_value("<b>Ó Dubhthaigh</b> & Sons")
    expect(page.get_by_label("Given name")).to_have_value(re.compile("^Nguyễn-Łódź"))

"""Editors build, change and publish forms by clicks alone, each checked by a colleague."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import a_registration
from tests.browser.form_editor import approve, block_called, insert, open_form, press, show_steps
from tests.browser.inboxes import read_by, received, wait_until_delivered
from tests.browser.people import CRITICAL_APPROVER, FORM_APPROVER, FORM_EDITOR, REFERRER
from tests.browser.registering import CHECK, answer, answer_up_to, go_on, register, send, start

SUBMIT = "Submit to Form approval"
TEAM = "MS team's own copy"
TO_THE_TEAM = {TEAM: ("Share", "So that the team knows what it ordered.")}
NEWER = "A newer version of this form has been published since you started."


def test_an_editor_builds_a_form_and_another_publishes_it(as_person):
    edith, anil, robin = as_person(FORM_EDITOR), as_person(FORM_APPROVER), as_person(REFERRER)

    draw_up_an_order_form(edith)
    press(edith, "Save draft")
    expect(edith.locator(".messages")).to_contain_text("created")

    press(edith, SUBMIT)
    missing = "Decide whether the MS team's own copy receives the answer."
    expect(edith.locator(".messages")).to_contain_text("The form cannot be published yet.")
    expect(edith.locator(".messages")).to_contain_text(f"question “Why is it urgent?”: {missing}")
    show_steps(edith)
    reason = block_called(edith, "Why is it urgent?")
    expect(edith.locator(".w-field__errors").filter(has_text=missing)).to_have_count(1)
    expect(reason.input("disclosures-0-value-decision-errors")).to_have_text(missing)
    robin.goto("/registrations/")
    expect(robin.get_by_role("link", name="Start: Leaflet order")).to_have_count(0)

    reason.decide(TO_THE_TEAM)
    press(edith, SUBMIT)
    expect(edith.locator(".messages")).to_contain_text("has been submitted for moderation")
    approve(anil, "Leaflet order", second=as_person(CRITICAL_APPROVER))

    start(robin, "Leaflet order")
    answer(robin, {"leaflets": "50", "urgent": "No"})
    go_on(robin)
    expect(robin.get_by_text("Why is it urgent?")).to_have_count(0)
    robin.get_by_role("link", name="What to send").click()
    answer(robin, {"urgent": "Yes"})
    go_on(robin)
    answer(robin, {"why_is_it_urgent": "The last one is gone."})
    go_on(robin)
    expect(robin.get_by_role("heading", level=1)).to_have_text(CHECK)
    send(robin)


def draw_up_an_order_form(page: Page) -> None:
    """Two steps, three questions, one of them asked only sometimes and without a decision."""
    page.goto("/admin/")
    page.get_by_role("link", name="Forms", exact=True).click()
    page.get_by_role("link", name="Add form").click()
    page.get_by_role("textbox", name="Title").press_sequentially("Leaflet order")
    page.get_by_role("combobox", name="Kind").select_option(label="General form")
    page.get_by_role("combobox", name="Programme").select_option(label="KesimptaConnect")
    expect(page.get_by_role("textbox", name="Address")).to_have_value("leaflet-order")
    show_steps(page)
    what = insert(page, "steps").fill(title="What to send")
    leaflets = what.insert("fields", "Short text").fill(label="How many leaflets?", key="leaflets")
    leaflets.decide(TO_THE_TEAM)
    urgent = what.insert("fields", "Yes or no").fill(label="Is it urgent?", key="urgent")
    urgent.decide(TO_THE_TEAM)
    details = insert(page, "steps").fill(title="Details")
    note = details.insert("fields", "Short text").fill(label="Name on the parcel", key="parcel")
    note.input("required").uncheck()
    note.decide({TEAM: ("Withhold", "")})
    reason = details.insert("fields", "Short text").fill(label="Why is it urgent?")
    reason.add_condition("Asked when", "urgent", "is", "yes")


@pytest.fixture
def changed_registration(as_person) -> Page:
    """Robin with a draft begun before the registration was reworded, extended and published again."""
    edith, anil, robin = as_person(FORM_EDITOR), as_person(FORM_APPROVER), as_person(REFERRER)
    start(robin)

    open_form(edith, "Patient registration")
    block_called(edith, "Purchase order number").fill(label="Pharmacy order number")
    delivery = block_called(edith, "Delivery")
    entrance = delivery.insert("fields", "Short text").fill(label="Which entrance is near?", key="entrance")
    entrance.input("required").uncheck()
    entrance.decide(
        {
            "Homecare provider": ("Share", "To find the patient."),
            "Nurse service": ("Withhold", ""),
            "App service": ("Withhold", ""),
            TEAM: ("Share", "To know what was asked."),
        }
    )
    press(edith, SUBMIT)
    expect(edith.locator(".messages")).to_contain_text("has been submitted for moderation")
    approve(anil, "Patient registration")
    return robin


def test_a_new_wording_and_a_new_question_show_on_page_and_pdf_at_once(
    as_person, stack, changed_registration
):
    draft = changed_registration
    page = as_person(REFERRER)

    reference = register(page, a_registration(entrance="Harbour side", purchase_order="ORDER-77"))
    wait_until_delivered(page)
    texts = {partner: read_by(partner, path) for partner, path in received(stack, reference).items()}
    homecare = texts.pop("sciensus")
    assert "Pharmacy order number" in homecare
    assert "Which entrance is near?" in homecare
    assert "Harbour side" in homecare
    for text in texts.values():
        assert "entrance" not in text
        assert "Harbour side" not in text

    # The draft begun before stays what it was, and says so when it is taken up again and before it is sent.
    draft.goto(draft.url.partition("step/")[0])
    expect(draft.get_by_text(NEWER)).to_be_visible()
    answers = a_registration(entrance="Harbour side")
    answer_up_to(draft, "Delivery", answers)
    expect(draft.get_by_label("Purchase order number")).to_be_visible()
    expect(draft.get_by_label("Which entrance is near?")).to_have_count(0)
    answer_up_to(draft, CHECK, answers)
    expect(draft.get_by_text(NEWER)).to_be_visible()
    send(draft)

"""The editor in a browser: folded questions are kept without being drawn, duplicates stand by themselves."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect, sync_playwright

from forms.definitions.authorship import content_hash
from forms.definitions.compile import compile_form
from forms.definitions.models import Form
from forms.definitions.services import ensure_workflow, save_draft
from tests.browser.accessibility import DESKTOP
from tests.browser.conftest import FLAGS, PATIENCE_MS
from tests.browser.form_editor import Block, block_called, press, show_steps, unfold
from tests.integration.definitions.posting import posted_form
from tests.signing_in import SignedInClient
from tests.unit.definitions_compile.examples import a_form, options, question, rule, step

# Not among the stories of tests/browser: those share one browser, beside which no test may use the database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.own_database]
EDIT = "wagtailsnippets_form_definitions_form:edit"
SUBMIT = "Submit to Form approval"
QUESTIONS = 8
FOLDED = 'input[name$="-unopened"]'


def steps() -> list[dict[str, Any]]:
    many = "\n".join(f"o{number} = Ward {number}" for number in range(300))
    return [
        step(
            "visit",
            question("short_text", "surname"),
            question("select", "colour", options=options("red"), option_lines="blue = Blue\ngreen = Green"),
            question("select", "ward", options=options("other"), option_lines=many),
            question("date", "begin"),
            question("date", "ends", checks=[{"kind": "not_before", "field": "begin", "value": "+7 days"}]),
            question("computed_date", "review", base="begin", amount=2, unit="weeks"),
            question("short_text", "why", show_when=rule(("colour", "equals", "green"))),
        ),
        step("later", question("email", "mail", show_when=rule(("why", "answered", "")))),
    ]


@pytest.fixture
def form(programme, editor, now) -> Form:
    """A form that the editor saved with every question drawn."""
    made = a_form(steps(), programme=programme)
    save_draft(form=made, by=editor, now=now)
    client = SignedInClient()
    client.force_login(editor)
    drawn = posted_form(read_again(made), open_to=made.open_to, readers=made.readers)
    assert client.post(reverse(EDIT, args=[made.pk]), drawn).status_code == 302
    return made


@pytest.fixture
def opened(live_server, editor, form) -> Callable[[], AbstractContextManager[Page]]:
    """Return how the editor opens the steps of the form; the database is asked before and after."""
    chromium = shutil.which("chromium")
    if chromium is None and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    assert chromium, "Chromium is missing: apt-get install chromium"
    client = SignedInClient()
    client.force_login(editor)
    cookies = [
        {"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()
    ]

    @contextmanager
    def editing() -> Iterator[Page]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            context = browser.new_context(base_url=live_server.url, viewport=DESKTOP, locale="en-GB")
            context.add_cookies(cookies)
            page = context.new_page()
            page.goto(reverse(EDIT, args=[form.pk]))
            show_steps(page)
            expect(page.locator(FOLDED)).to_have_count(QUESTIONS, timeout=PATIENCE_MS)
            yield page
            browser.close()

    return editing


def read_again(form: Form) -> Form:
    found: Form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    return found


def values(form: Form, place: int) -> dict[str, Any]:
    """Return the questions of a step as they were saved, by their key."""
    questions = read_again(form).steps.get_prep_value()[place]["value"]["fields"]
    return {one["value"]["key"]: one["value"] for one in questions}


def decider(question: dict[str, Any]) -> str:
    key: str = question["show_when"]["conditions"][0]["value"]["field"]
    return key


def duplicate(page: Page, block: Block) -> None:
    order = page.locator(f'[name="{block.prefix.removesuffix("-value")}-order"]')
    order.locator("xpath=..").get_by_role("button", name="Duplicate").first.click()


def choices(block: Block, name: str) -> list[str]:
    found: list[str] = block.input(name).locator("option").evaluate_all("all => all.map(one => one.value)")
    return found


def test_questions_are_drawn_once_they_are_unfolded_and_saved_as_they_were(opened, form):
    before = content_hash(read_again(form))
    with opened() as page:
        press(page, "Save draft")
        show_steps(page)
        expect(page.locator(FOLDED)).to_have_count(QUESTIONS)
    assert content_hash(read_again(form)) == before

    with opened() as page:
        why = block_called(page, "Why")
        expect(page.locator(FOLDED)).to_have_count(QUESTIONS - 1)
        why.fill(label="Why at all?")
        press(page, "Save draft")
        show_steps(page)
        expect(page.get_by_role("heading", name=re.compile("Why at all\\?$"))).to_be_visible()
    assert values(form, 0)["why"]["label"] == "Why at all?"


def test_what_refers_to_another_question_is_chosen_from_those_that_fit(opened, form):
    with opened() as page:
        why = block_called(page, "Why")
        unfold(why, "show_when")
        condition = Block(page, f"{why.prefix}-show_when-conditions-0-value")
        expect(condition.input("value-value")).to_have_value("green")
        assert choices(condition, "value-value") == ["", "red", "blue", "green"]
        # Thousands of answers are typed with the help of the browser.
        condition.input("field-question").select_option(value="ward")
        expect(condition.input("value-value")).to_be_hidden()
        expect(page.locator(f'[id="{condition.prefix}-value-suggestions"] option')).to_have_count(301)
        condition.fill(value="o17")
        ends = block_called(page, "Ends")
        check = Block(page, f"{ends.prefix}-checks-0-value")
        expect(check.input("field-question")).to_have_value("begin")
        assert choices(check, "field-question") == ["", "begin"]
        expect(check.input("pattern")).to_be_hidden()
        review = block_called(page, "Review")
        expect(review.input("base-question")).to_have_value("begin")
        assert choices(review, "base-question") == ["", "begin", "ends"]
        review.input("base-question").select_option(value="ends")
        press(page, "Save draft")

    assert decider(values(form, 0)["why"]) == "ward"
    assert values(form, 0)["review"]["base"] == "ends"


def test_a_new_question_keeps_its_condition_while_it_is_refused_and_put_right(opened, form):
    ensure_workflow()
    with opened() as page:
        later = Block(page, "steps-1-value")
        note = later.insert("fields", "Short text").fill(label="Which green?", key="which")
        note.add_condition("Asked when", "colour", "is", "green")
        press(page, "Save draft")
        show_steps(page)
        expect(page.locator(FOLDED)).to_have_count(QUESTIONS + 1)
        press(page, SUBMIT)
        show_steps(page)
        # What is wrong stands open, with its words beside it.
        note = Block(page, "steps-1-value-fields-1-value")
        expect(page.locator(FOLDED)).to_have_count(QUESTIONS)
        expect(page.get_by_text("Decide whether the nurse service").last).to_be_visible()
        expect(note.input("show_when-conditions-0-value-value")).to_have_value("green")
        note.decide({"Nurse service": ("Withhold", ""), "Homecare provider": ("Withhold", "")})
        press(page, SUBMIT)
        expect(page.locator(".messages")).to_contain_text("has been submitted for moderation")

    condition = values(form, 1)["which"]["show_when"]["conditions"][0]["value"]
    assert condition == {"field": "colour", "operator": "equals", "value": "green"}


def test_a_duplicate_has_keys_of_its_own_and_refers_within_itself(opened, form):
    with opened() as page:
        duplicate(page, Block(page, "steps-0-value"))
        expect(page.locator(FOLDED)).to_have_count(2 * QUESTIONS - 1)
        # A question that stands open is duplicated as well, what was typed into it included.
        mail = block_called(page, "Mail").fill(label="E-mail")
        duplicate(page, mail)
        expect(page.locator('[name$="-value-label"]')).to_have_count(2)
        press(page, "Save draft")

    draft = read_again(form)
    assert [one["value"]["key"] for one in draft.steps.get_prep_value()] == ["visit", "visit_2", "later"]
    copies = values(form, 1)
    assert decider(copies["why_2"]) == "colour_2"
    assert copies["review_2"]["base"] == "begin_2"
    assert copies["ends_2"]["checks"][0]["value"]["field"] == "begin_2"
    assert [decider(one) for one in values(form, 2).values()] == ["why", "why"]
    assert list(values(form, 2)) == ["mail", "mail_2"]
    assert compile_form(draft).step("visit_2")

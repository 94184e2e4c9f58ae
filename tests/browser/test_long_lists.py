"""A list of many options is found by typing, with the keyboard alone and with what screen readers say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from forms.definitions.form_building import build_form
from forms.definitions.spec import Condition, FormSpec, Option, Rule
from tests.browser.accessibility import Findings
from tests.unit.definitions.samples import CONTEXT, a_field, a_form

STATIC = Path(settings.BASE_DIR) / "site" / "static"
PRACTICES = tuple(Option(f"p{number}", f"Harbour practice {number}") for number in range(10_000))
TOWNS = (Option("bury", "Bury St Edmunds"), Option("porth", "Porthmadog"), Option("cafe", "Café Row, Bury"))
SPEC: FormSpec = a_form(
    a_field("select", key="practice", label="Practice", help="Where they are seen.", options=(*TOWNS, *PRACTICES)),
    a_field("select", key="short", label="Town", options=TOWNS),
    a_field(
        "short_text", key="which", label="Which one?",
        show_when=Rule(conditions=(Condition("practice", "equals", ("porth",)),)),
    ),
)  # fmt: skip


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def open_page(page: Page, data: dict[str, str] | None = None) -> None:
    form = build_form(SPEC.steps[0], spec=SPEC, context=CONTEXT, answers={}, data=data)
    questions = "".join(str(question) for question in form.questions)
    page.set_content(
        '<!doctype html><html lang="en"><title>Form</title><main><h1>Form</h1>'
        f'<form action="/sent">{questions}<button>Continue</button></form></main></html>'
    )
    for sheet in ("site", "questions"):
        page.add_style_tag(path=STATIC / "css" / f"{sheet}.css")
    page.evaluate(
        "document.forms[0].addEventListener('submit', (e) => { e.preventDefault(); window.sent = 1; })"
    )
    for script in ("conditional", "long-list"):
        page.add_script_tag(path=STATIC / "js" / f"{script}.js")


def combobox(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Practice")


def stored(page: Page) -> str:
    return page.locator("select[name=practice]").input_value()


def found(page: Page) -> list[str]:
    return page.get_by_role("listbox").get_by_role("option").all_inner_texts()


def test_it_is_found_and_chosen_with_the_keyboard(page):
    open_page(page)
    box = combobox(page)
    box.focus()
    expect(box).to_have_attribute("aria-expanded", "false")

    page.keyboard.type("prac 4321")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("1 found")
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    expect(active).to_have_text("Harbour practice 4321")
    page.keyboard.press("Enter")

    assert stored(page) == "p4321"
    expect(box).to_have_value("Harbour practice 4321")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("status")).to_have_text("Harbour practice 4321 chosen")
    assert not page.evaluate("window.sent"), "the first Enter chooses"
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent"), "the next one sends"


def test_words_are_found_in_any_order_without_accents_and_what_begins_so_comes_first(page):
    open_page(page)

    combobox(page).fill("bury")
    assert found(page) == ["Bury St Edmunds", "Café Row, Bury"]
    combobox(page).fill("row cafe")
    assert found(page) == ["Café Row, Bury"]
    combobox(page).fill("harbour")
    assert len(found(page)) == 50
    expect(page.get_by_text("And 9,950 more. Type more letters.")).to_be_visible()
    combobox(page).fill("nowhere")
    expect(page.get_by_role("status")).to_have_text("No such answer. Check the spelling.")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_what_is_typed_and_no_answer_does_not_look_like_one(page):
    open_page(page, {"practice": "porth", "which": "x"})
    box = combobox(page)
    expect(box).to_have_value("Porthmadog")

    box.fill("Bury")
    page.keyboard.press("Escape")
    expect(box).to_have_value("Porthmadog")
    box.fill("Bury")
    page.keyboard.press("Tab")
    expect(box).to_have_value("Porthmadog")
    box.fill("bury st edmunds")
    page.keyboard.press("Tab")
    expect(box).to_have_value("Bury St Edmunds")
    assert stored(page) == "bury"
    box.fill("")
    page.keyboard.press("Tab")
    assert stored(page) == ""


def test_the_mouse_chooses_and_what_depends_on_the_answer_follows(page):
    open_page(page)
    expect(page.get_by_label("Which one?")).to_be_hidden()

    combobox(page).click()
    page.get_by_role("listbox").get_by_role("option", name="Porthmadog").click()

    assert stored(page) == "porth"
    expect(page.get_by_label("Which one?")).to_be_visible()


def test_help_errors_and_links_lead_to_what_is_typed_into(page):
    open_page(page, {})
    box = combobox(page)

    assert page.locator("#id_practice").get_attribute("role") == "combobox"
    expect(box).to_have_attribute("aria-invalid", "true")
    described = str(box.get_attribute("aria-describedby")).split()
    assert {"id_practice_hint", "id_practice_error", "id_practice_how"} == set(described)
    assert all(page.locator(f"#{one}").count() == 1 for one in described)


def test_a_short_list_stays_as_it_is_and_so_does_a_long_one_without_the_script(page):
    open_page(page)
    assert page.locator("select[name=short]").is_visible()

    form = build_form(SPEC.steps[0], spec=SPEC, context=CONTEXT, answers={})
    page.set_content("".join(str(question) for question in form.questions))
    page.get_by_label("Practice").select_option("p9999")


def test_axe_finds_nothing_whether_it_is_open_or_not(page):
    findings = Findings()
    open_page(page)
    findings.look_at_each_width(page, "closed")
    combobox(page).fill("harbour")
    page.keyboard.press("ArrowDown")
    findings.look_at_each_width(page, "open")

    assert findings.found == []

"""With JavaScript the page shows just the questions that the server will clean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from forms.definitions.fields import field_type
from forms.definitions.form_building import StepForm, build_form
from forms.definitions.same_step import referred_to
from forms.definitions.spec import ALL, ANY, Condition, FormSpec, Rule
from tests.unit.definitions.samples import CONTEXT, a_field, a_form

SCRIPT = Path(settings.BASE_DIR) / "site" / "static" / "js" / "conditional.js"


def when(*conditions: tuple[str, str, tuple[str, ...]], match: str = ALL) -> Rule:
    return Rule(match, tuple(Condition(*one) for one in conditions))


SPEC: FormSpec = a_form(
    a_field("radios", key="colour"),
    a_field("checkboxes", key="several"),
    a_field("date", key="day"),
    a_field("health_number", key="number"),
    a_field("long_text", key="notes"),
    a_field("number", key="weight"),
    a_field("number", key="height", settings={"largest": "250"}),
    a_field("time", key="call"),
    a_field("rows", key="drugs", required=False),
    a_field(
        "computed_date",
        key="scan",
        settings={"base": "day", "amount": 1, "unit": "months"},
        show_when=when(("colour", "not_equals", ("green",))),
    ),
    a_field("computed_date", key="reply", settings={"amount": 2, "unit": "weeks"}),
    a_field("constant", key="pathway", settings={"value": "A"}),
    a_field("short_text", key="if_heavy", show_when=when(("weight", "at_least", ("72.5",)))),
    a_field("short_text", key="if_light", show_when=when(("weight", "at_most", ("9",)))),
    a_field("short_text", key="if_equal", show_when=when(("weight", "equals", ("1000",)))),
    a_field("short_text", key="if_no_height", show_when=when(("height", "not_answered", ()))),
    a_field("short_text", key="if_tall", show_when=when(("height", "at_least", ("200",)))),
    a_field("short_text", key="if_afternoon", show_when=when(("call", "after", ("12:00",)))),
    a_field("short_text", key="if_morning", show_when=when(("call", "before", ("12:00",)))),
    a_field("short_text", key="if_two_drugs", show_when=when(("drugs", "at_least", ("2",)))),
    a_field("short_text", key="if_late_scan", show_when=when(("scan", "after", ("2027-03-01",)))),
    a_field("short_text", key="if_no_scan", show_when=when(("scan", "not_answered", ()))),
    a_field("short_text", key="if_reply", show_when=when(("reply", "equals", ("2027-01-18",)))),
    a_field("short_text", key="if_pathway", show_when=when(("pathway", "equals", ("A",)))),
    a_field("short_text", key="if_hay_fever", show_when=when(("notes", "contains_words", ("HAY fever",)))),
    a_field("short_text", key="if_red", show_when=when(("colour", "equals", ("red",)))),
    a_field("yes_no", key="if_text", show_when=when(("if_red", "answered", ()))),
    a_field("short_text", key="if_not_red", show_when=when(("colour", "not_equals", ("red",)))),
    a_field("short_text", key="if_warm", show_when=when(("colour", "one_of", ("red", "green")))),
    a_field("short_text", key="if_has_blue", show_when=when(("several", "contains", ("blue",)))),
    a_field("short_text", key="if_before", show_when=when(("day", "before", ("2027-03-01",)))),
    a_field("short_text", key="if_after", show_when=when(("day", "after", ("2027-03-01",)))),
    a_field("short_text", key="if_nhs", show_when=when(("number", "equals", ("nhs",)))),
    a_field("short_text", key="if_empty", show_when=when(("notes", "not_answered", ()))),
    a_field(
        "short_text",
        key="if_either",
        show_when=when(("colour", "equals", ("blue",)), ("notes", "answered", ()), match=ANY),
    ),
)


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def open_page(page: Page, data: dict[str, object]) -> None:
    form = form_of(data)
    questions = "".join(str(question) for question in form.questions)
    page.set_content(f'<!doctype html><html lang="en"><form>{questions}</form></html>')
    page.add_script_tag(path=SCRIPT)


def form_of(data: dict[str, object]) -> StepForm:
    return build_form(SPEC.steps[0], spec=SPEC, context=CONTEXT, answers={}, data=data)


def shown(page: Page) -> set[str]:
    keys: list[str] = page.eval_on_selector_all(
        "[data-question]", "all => all.filter(q => q.checkVisibility()).map(q => q.dataset.question)"
    )
    return set(keys)


def asked_by_the_server(data: dict[str, object]) -> set[str]:
    form = form_of(data)
    form.is_valid()
    keys = {one.field.key for one in form.asked if not field_type(one.field.type).hidden}
    return {key for key in keys if key in form.cleaned_data or key in form.errors}


def waiting(data: dict[str, object]) -> set[str]:
    """Return what hangs on a wrong answer: of that the server says nothing before the answer is put right."""
    errors = form_of(data).errors.as_data()
    wrong = {key for key, found in errors.items() if any(one.code != "required" for one in found)}
    unsettled: set[str] = set()
    for field in SPEC.steps[0].fields:
        if referred_to(field, field.show_when) & (wrong | unsettled):
            unsettled.add(field.key)
    return unsettled


NUMBER = {"number_kind": "nhs", "number_number": "9990000018"}
MARCH = {"day_day": "2", "day_month": "march", "day_year": "2027"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"colour": "red"},
        {"colour": "red", "if_red": "why", **NUMBER},
        {"colour": "blue", "if_red": "left over", "several": ["blue", "red"]},
        {"colour": "green", "notes": "text", "several": ["red"]},
        MARCH,
        {**MARCH, "day_day": "28", "day_month": "2"},
        {**MARCH, "day_day": "1", "day_month": "Mar"},
        {**MARCH, "day_year": "27"},
        {**MARCH, "day_day": "30", "day_month": "february"},
        {**MARCH, "day_day": "31", "day_month": "Jan."},
        {**MARCH, "colour": "green"},
        {"weight": "1,000 kg"},
        {"weight": "072.50"},
        {"weight": "-3"},
        {"weight": "7,2"},
        {"weight": "heavy"},
        {"call": "12.01"},
        {"call": "1 p.m."},
        {"call": "12 am"},
        {"call": "noon"},
        {"call": "25:00"},
        {
            "drugs_rows": "2",
            "drugs_0_name": "A",
            "drugs_0_dose": "1",
            "drugs_1_name": "B",
            "drugs_1_dose": "2",
        },
        {"drugs_rows": "2", "drugs_0_name": "A", "drugs_0_dose": "1", "drugs_1_name": " "},
        {"notes": "Has Hay-Fever in June"},
        {"notes": "Hayfever, a fever"},
    ],
)
def test_the_page_shows_the_questions_that_the_server_asks(page, data):
    open_page(page, data)

    unsettled = waiting(data)
    assert shown(page) - unsettled == asked_by_the_server(data) - unsettled


@pytest.mark.parametrize(
    "data", [{"height": "500"}, {"height": "tall"}, {"height": "2.5"}, {**MARCH, "day_year": "1899"}]
)
def test_no_error_stands_beside_a_question_that_the_page_hides(page, data):
    """What the script takes for an answer may be a wrong one, and the other way round."""
    open_page(page, data)

    assert "height" in form_of(data).errors or "day" in form_of(data).errors
    assert set(form_of(data).errors) <= shown(page)


def test_answering_shows_and_hides_and_keeps_what_was_typed(page):
    open_page(page, {})
    assert "if_red" not in shown(page)

    page.check("#id_colour")
    page.fill("#id_if_red", "because")
    assert {"if_red", "if_text"} <= shown(page)

    page.check("#id_colour_1")
    assert not {"if_red", "if_text"} & shown(page)

    page.check("#id_colour")
    assert page.input_value("#id_if_red") == "because"
    assert not page.is_visible("#id_if_red_condition")


def test_without_the_script_every_question_stands_there_with_its_condition_in_words(page):
    questions = "".join(str(question) for question in form_of({}).questions)
    page.set_content(f'<!doctype html><html lang="en"><form>{questions}</form></html>')

    on_the_page = [field for field in SPEC.steps[0].fields if not field_type(field.type).hidden]
    assert len(shown(page)) == len(on_the_page)
    assert page.inner_text("#id_if_red_condition").startswith("Answer this only if")


def test_a_computed_date_follows_what_is_typed(page):
    open_page(page, {})
    assert page.inner_text("#id_scan") == "Worked out from your other answers"

    page.fill("#id_day_day", "31")
    page.fill("#id_day_month", "1")
    page.fill("#id_day_year", "2027")

    assert page.inner_text("#id_scan") == "28 February 2027"


def test_a_row_is_added_without_sending_the_page_and_its_inputs_are_its_own(page):
    open_page(page, {"drugs_rows": "2", "drugs_0_name": "A"})
    page.add_script_tag(path=SCRIPT.with_name("rows.js"))

    page.click("[data-rows-add]")

    assert page.input_value("[data-rows-count]") == "3"
    assert page.evaluate("document.activeElement.name") == "drugs_2_name"
    assert page.input_value("#id_drugs_2_name") == ""
    assert page.input_value("#id_drugs_0_name") == "A"
    names = page.eval_on_selector_all("[name^=drugs_2_]", "all => all.map(one => one.name)")
    assert "drugs_2_since_day" in names
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    assert not page.is_visible("[data-rows-add]")

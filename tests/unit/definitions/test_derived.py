from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.definitions.fields import field_type
from forms.definitions.fields.offset import Offset, offset, read_offset
from forms.definitions.form_building import build_form
from forms.definitions.path import apply
from forms.definitions.spec import Condition, Rule, StepSpec
from tests.unit.definitions.samples import CONTEXT, TODAY, a_field, a_form

DAY = a_field("date", key="first_dose", label="First dose")
SCAN = a_field(
    "computed_date", key="scan", label="Scan", settings={"base": "first_dose", "amount": 1, "unit": "months"}
)
LATE = a_field(
    "short_text", key="late", show_when=Rule(conditions=(Condition("scan", "after", ("2027-03-01",)),))
)
FORM = a_form(DAY, SCAN, LATE)


def posted(spec, data, context=CONTEXT):
    return build_form(spec.steps[0], spec=spec, context=context, answers={}, data=data)


def day(text):
    return dict(zip(("first_dose_year", "first_dose_month", "first_dose_day"), text.split("-"), strict=True))


@pytest.mark.parametrize(
    ("base", "distance", "day_"),
    [
        ("2027-01-31", Offset(months=1), "2027-02-28"),
        ("2028-01-31", Offset(months=1), "2028-02-29"),
        ("2027-03-31", Offset(months=-13), "2026-02-28"),
        ("2027-01-04", offset(2, "weeks"), "2027-01-18"),
        ("2027-01-04", offset(5, "days", before=True), "2026-12-30"),
    ],
)
def test_a_distance_in_months_stays_within_the_month(base, distance, day_):
    assert distance.from_(date.fromisoformat(base)).isoformat() == day_


@pytest.mark.parametrize(
    ("text", "distance"),
    [
        ("+7 days", Offset(days=7)),
        ("-2 weeks", Offset(days=-14)),
        ("1 month", Offset(months=1)),
        ("soon", None),
    ],
)
def test_an_editor_writes_a_distance_in_words(text, distance):
    assert read_offset(text) == distance


def test_a_computed_date_follows_its_question_and_decides_what_is_asked():
    form = posted(FORM, {**day("2027-02-10"), "late": "Yes"})

    assert form.stored_answers() == {"first_dose": "2027-02-10", "scan": "2027-03-10", "late": "Yes"}
    assert posted(FORM, {**day("2027-01-10"), "late": "Yes"}).stored_answers() == {
        "first_dose": "2027-01-10",
        "scan": "2027-02-10",
    }


def test_a_date_that_somebody_posts_or_kept_is_worked_out_again():
    form = posted(FORM, {**day("2027-01-10"), "scan": "1999-01-01", "scan_day": "1"})

    assert form.stored_answers()["scan"] == "2027-02-10"
    assert apply(FORM, {"first_dose": "2027-01-10", "scan": "1999-01-01"}).answers["scan"] == "2027-02-10"


def test_without_the_day_it_is_counted_from_there_is_none():
    assert "scan" not in apply(FORM, {"scan": "2027-02-10"}).answers


def test_a_date_counted_from_today_moves_until_it_is_given_no_today():
    spec = a_form(a_field("computed_date", key="reply", settings={"amount": 10}))

    assert apply(spec, {"reply": "2027-01-01"}, today=TODAY).answers == {"reply": "2027-01-14"}
    assert apply(spec, {"reply": "2027-01-01"}).answers == {"reply": "2027-01-01"}
    later = posted(spec, {}, replace(CONTEXT, today=date(2027, 5, 1)))
    assert later.stored_answers() == {"reply": "2027-05-11"}


def test_a_constant_is_on_no_page_and_yet_decides():
    when = Rule(conditions=(Condition("pathway", "equals", ("A",)),))
    never = Rule(conditions=(Condition("pathway", "equals", ("B",)),))
    spec = a_form(
        a_field("constant", key="pathway", settings={"value": "A"}),
        a_field("short_text", key="ward", show_when=when),
        a_field("short_text", key="other", show_when=never),
    )
    form = posted(spec, {"ward": "7", "pathway": "B"})

    assert [question.field.key for question in form.questions] == ["ward"]
    assert "pathway" not in "".join(map(str, form.questions))
    assert form.stored_answers() == {"pathway": "A", "ward": "7"}
    assert apply(spec, {"pathway": "B", "ward": "7"}).answers == {"pathway": "A", "ward": "7"}


def test_a_constant_in_a_step_that_is_not_on_the_way_is_left_out():
    hidden = StepSpec(
        "extra",
        "Extra",
        show_when=Rule(conditions=(Condition("q", "answered"),)),
        fields=(a_field("constant", key="pathway", settings={"value": "A"}),),
    )
    spec = a_form(a_field("short_text"))
    spec = replace(spec, steps=(*spec.steps, hidden))

    assert apply(spec, {}).answers == {}
    assert apply(spec, {"q": "x"}).answers == {"q": "x", "pathway": "A"}


@pytest.mark.parametrize("settings", [{"amount": -1}, {"unit": "years"}, {"direction": "up"}, {"base": 3}])
def test_settings_that_give_no_date_are_named(settings):
    assert list(field_type("computed_date").setting_problems(a_field("computed_date", settings=settings)))

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from django import forms

from forms.definitions.conditions import applies
from forms.definitions.fields import all_field_types
from forms.definitions.form_building import StepForm, build_form
from forms.definitions.path import apply
from forms.definitions.rechecking import StoredProblem, recheck
from forms.definitions.spec import ANY, Condition, FormSpec, Rule, StepSpec
from tests.unit.definitions.samples import CONTEXT, REAL_PATIENTS, SAMPLES, a_field, a_form


def when(field: str, operator: str, *values: str) -> Rule:
    return Rule(conditions=(Condition(field, operator, values),))


NOTES = (
    a_field("yes_no", key="smoker"),
    a_field("long_text", key="notes", required=False, show_when=when("smoker", "equals", "yes")),
    a_field(
        "yes_no",
        key="notes_adverse_event",
        label="Was it a side effect?",
        companion_of="notes",
        show_when=when("notes", "answered"),
    ),
)


def bound(spec: FormSpec, data: dict, answers: dict | None = None, step: int = 0) -> StepForm:
    return build_form(spec.steps[step], spec=spec, context=CONTEXT, answers=answers or {}, data=data)


def html_of(form: StepForm) -> str:
    return "".join(str(question) for question in form.questions)


def test_what_the_posted_answers_hide_is_neither_required_nor_stored():
    form = bound(a_form(*NOTES), {"smoker": "no", "notes": "left over", "notes_adverse_event": "nonsense"})

    assert form.stored_answers() == {"smoker": "no"}


def test_what_the_posted_answers_open_is_required():
    form = bound(a_form(*NOTES), {"smoker": "yes", "notes": "Cough"})

    assert form.error_links == [("id_notes_adverse_event", "Choose an answer for “Was it a side effect?”")]
    assert form.valid_answers() == {"smoker": "yes", "notes": "Cough"}


WEIGHT = (
    a_field("number", key="weight", required=False, settings={"largest": "40"}),
    a_field("short_text", key="why_not", show_when=when("weight", "not_answered")),
    a_field("short_text", key="how_heavy", show_when=when("weight", "at_least", "30")),
    a_field("yes_no", key="since_long", show_when=when("how_heavy", "answered")),
)


def test_what_hangs_on_a_wrong_answer_is_judged_once_that_is_right():
    """Nobody knows which of them is asked, and an error beside what the page hides cannot be put right."""
    form = bound(a_form(*WEIGHT), {"weight": "500", "how_heavy": "very"})

    assert form.error_links == [("id_weight", "“The question” must be 40 or less")]
    assert form.valid_answers() == {"how_heavy": "very"}
    assert list(bound(a_form(*WEIGHT), {"weight": "35"}).errors) == ["how_heavy"]


def test_what_is_worked_out_from_a_wrong_answer_settles_nothing():
    begin = a_field("date", key="begin", settings={"earliest": "2027-01-01"})
    end = a_field("computed_date", key="end", settings={"base": "begin", "amount": 2, "unit": "weeks"})
    without = a_field("short_text", key="without", show_when=when("end", "not_answered"))
    posted = {"begin_day": "1", "begin_month": "1", "begin_year": "2020"}

    assert list(bound(a_form(begin, end, without), posted).errors) == ["begin"]


def test_what_hangs_on_an_answer_that_is_missing_is_judged():
    asked = a_field("number", key="weight", required=True)

    assert list(bound(a_form(asked, WEIGHT[1]), {}).errors) == ["weight", "why_not"]


def test_stored_answers_of_the_step_do_not_count_against_what_is_posted():
    form = bound(a_form(*NOTES), {"smoker": "no"}, answers={"smoker": "yes", "notes": "Cough"})

    assert form.stored_answers() == {"smoker": "no"}


def test_answers_of_earlier_steps_decide_what_is_asked_at_all():
    later = a_field("short_text", key="later", show_when=when("smoker", "equals", "yes"))
    spec = FormSpec(
        "any", "Form", steps=(StepSpec("a", "A", fields=NOTES[:1]), StepSpec("b", "B", fields=(later,)))
    )

    assert bound(spec, {}, {"smoker": "no"}, step=1).stored_answers() == {}
    assert not bound(spec, {}, {"smoker": "no"}, step=1).questions
    assert not bound(spec, {}, {"smoker": "yes"}, step=1).is_valid()


def test_a_rule_over_both_pages_leaves_only_what_is_still_open():
    both = Rule(ANY, (Condition("smoker", "equals", ("yes",)), Condition("here", "equals", ("yes",))))
    fields = (a_field("yes_no", key="here"), a_field("short_text", key="why", show_when=both))
    spec = FormSpec(
        "any", "Form", steps=(StepSpec("a", "A", fields=NOTES[:1]), StepSpec("b", "B", fields=fields))
    )

    settled = bound(spec, {"here": "no"}, {"smoker": "yes"}, step=1)
    still_open = bound(spec, {"here": "no"}, {"smoker": "no"}, step=1)

    assert settled.questions[1].condition == ""
    assert not settled.is_valid()
    assert still_open.questions[1].condition == "Answer this only if your answer to “The question” is “Yes”."
    assert still_open.is_valid()


@pytest.mark.parametrize("posted", [{}, {"smoker": "yes", "notes": "x"}, {"smoker": "yes", "notes": ""}])
def test_each_question_that_applies_is_cleaned_once_for_a_post(posted):
    form = bound(a_form(*NOTES), posted)
    cleaned: list[str] = []
    for key, field in form.fields.items():
        original = field.clean

        def counted(value: object, key: str = key, original: object = original) -> object:
            cleaned.append(key)
            return original(value)

        field.clean = counted

    for _ in range(2):
        form.is_valid()
        html_of(form)
        form.valid_answers()

    assert len(cleaned) == len(set(cleaned))
    assert cleaned[0] == "smoker"


def test_answers_that_did_not_clean_are_kept_on_the_page():
    form = bound(a_form(a_field("email"), a_field("short_text", key="name")), {"q": "<robin>", "name": "Sam"})

    assert not form.is_valid()
    html = html_of(form)
    assert 'value="&lt;robin&gt;"' in html
    assert 'value="Sam"' in html
    assert form.valid_answers() == {"name": "Sam"}


def test_a_rule_across_fields_that_fails_takes_its_answer_back():
    form = bound(a_form(a_field("date")), SAMPLES["date"][1])
    assert form.is_valid()

    form.add_error("q", "Check the date")

    assert form.error_links == [("id_q_day", "Check the date")]
    assert form.valid_answers() == {}
    with pytest.raises(ValueError, match="no answers to store"):
        form.stored_answers()


@pytest.mark.parametrize("name", [one.name for one in all_field_types() if one.collects and not one.hidden])
def test_a_stored_answer_is_shown_again_on_a_plain_page_with_a_label_for_every_input(name):
    stored = SAMPLES[name][2]
    spec = a_form(a_field(name, help="A hint"))
    form = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={"q": stored})

    html = html_of(form)

    inputs = re.findall(r"<(?:input(?! type=\"hidden\")|textarea|select|output)\b[^>]*>", html)
    ids = [re.search(r'\bid="([^"]+)"', one)[1] for one in inputs]
    assert len(set(ids)) == len(ids) > 0
    for id_ in ids:
        assert f' for="{id_}"' in html
    described = set(" ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split())
    assert described <= set(re.findall(r'\bid="([^"]+)"', html))
    assert "id_q_hint" in described
    assert 'type="number"' not in html
    assert not re.search(r"<script|\s(style|on\w+)=", html)


@pytest.mark.parametrize("name", [one.name for one in all_field_types() if one.asked])
def test_every_error_link_leads_to_an_input_of_its_question(name):
    spec = a_form(a_field(name))
    form = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data={})

    html = html_of(form)

    for anchor, message in form.error_links:
        assert f'id="{anchor}"' in html
        assert message in unescape(html)
    assert 'id="id_q_error"' in html


def test_the_safety_notice_stands_once_beside_a_free_text_question_and_its_companion():
    html = html_of(bound(a_form(*NOTES), {}))

    assert html.count("notice--safety") == 1
    assert (
        html.index('name="notes"') < html.index("notice--safety") < html.index('name="notes_adverse_event"')
    )


def test_a_short_text_brings_the_notice_only_if_it_invites_prose():
    plain, prose = a_field("short_text"), a_field("short_text", settings={"free_text": True})

    assert "notice--safety" not in html_of(bound(a_form(plain), {}))
    assert "notice--safety" in html_of(bound(a_form(prose), {}))


def test_conditions_of_the_page_travel_as_data_and_in_words():
    html = html_of(bound(a_form(*NOTES), {}))

    assert "Answer this only if your answer to “The question” is “Yes”." in html
    assert "Answer this only if you answered “The question”." in html
    data = [json.loads(unescape(one)) for one in re.findall(r'data-show-when-conditions="([^"]*)"', html)]
    assert data == [[["smoker", "equals", ["yes"]]], [["notes", "answered", []]]]


@pytest.mark.parametrize(
    ("type_", "condition", "words"),
    [
        ("checkboxes", Condition("q", "contains", ("red",)), "your answer to “The question” includes “Red”"),
        (
            "radios",
            Condition("q", "one_of", ("red", "blue")),
            "your answer to “The question” is “Red” or “Blue”",
        ),
        ("radios", Condition("q", "not_equals", ("red",)), "your answer to “The question” is not “Red”"),
        ("radios", Condition("q", "not_answered"), "you left “The question” empty"),
        (
            "date",
            Condition("q", "before", ("2027-03-01",)),
            "your answer to “The question” is before “1 March 2027”",
        ),
    ],
)
def test_conditions_are_put_in_words(type_, condition, words):
    dependent = a_field("short_text", key="more", show_when=Rule(conditions=(condition,)))

    form = bound(a_form(a_field(type_), dependent), {})

    assert form.questions[1].condition == f"Answer this only if {words}."


def test_the_widgets_of_compound_questions_name_their_inputs_as_our_templates_do():
    for name in ("date", "address", "health_number", "permission", "signature"):
        form = bound(a_form(a_field(name)), {})
        drawn = forms.BoundField.as_widget(form["q"])
        assert re.findall(r'name="([^"]+)"', drawn) == list(all_names(name))
        assert re.findall(r' id="([^"]+)"', drawn) == [f"id_{one}" for one in all_names(name)]


def all_names(name: str) -> tuple[str, ...]:
    return next(one for one in all_field_types() if one.name == name).input_names(a_field(name))


def test_rechecking_accepts_what_was_accepted_and_finds_what_no_longer_holds():
    fields = tuple(
        a_field(name, key=f"q_{name}") for name in SAMPLES if name not in ("information", "health_number")
    )
    number = a_field("health_number", key="number")
    spec = a_form(*fields, number)
    answers = {f"q_{name}": stored for name, (_, _, stored) in SAMPLES.items() if stored is not None}
    answers["number"] = {"kind": "nhs", "value": "9990000018"}

    assert recheck(spec=spec, context=CONTEXT, applied=apply(spec, answers)) == ()
    gone = recheck(spec=spec, context=replace(CONTEXT, partners=()), applied=apply(spec, answers))
    real = recheck(
        spec=spec, context=REAL_PATIENTS, applied=apply(spec, {**answers, "q_phone": "020 7946 0018"})
    )
    missing = recheck(spec=spec, context=CONTEXT, applied=apply(spec, {**answers, "q_email": None}))

    assert [problem.field for problem in gone] == ["q_partner"]
    assert [problem.field for problem in real] == ["number"]
    assert isinstance(missing[0], StoredProblem)
    assert [(problem.step, problem.field) for problem in missing] == [("step", "q_email")]


def test_a_question_is_asked_exactly_when_its_condition_can_hold():
    spec = a_form(*NOTES)
    form = bound(spec, {"smoker": "yes", "notes": "x", "notes_adverse_event": "no"})

    stored = form.stored_answers()

    assert applies(NOTES[1].show_when, {"smoker": (stored["smoker"],)})
    assert list(stored) == ["smoker", "notes", "notes_adverse_event"]

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from forms.definitions.compile import compile_against
from forms.definitions.naming import complete_keys
from tests.unit.definitions_compile.examples import (
    a_form,
    question,
    step,
    steps_of_an_enquiry,
    with_questions,
)
from tests.unit.definitions_compile.refusals import only_problem, problems_of


def test_two_questions_with_one_key_are_refused_at_both():
    form = with_questions(question("email", "mail"), question("email", "mail"))

    assert [p.path[-2:] for p in problems_of(form)] == [(1, "key"), (2, "key")]


def test_two_steps_with_one_key_are_refused_at_both():
    steps = [*steps_of_an_enquiry(), step("notes", question("email", "mail"))]

    assert [p.path for p in problems_of(a_form(steps))] == [("steps", 1, "key"), ("steps", 2, "key")]


def test_a_reserved_step_key_is_refused():
    steps = [*steps_of_an_enquiry(), step("check", question("email", "mail"))]

    assert "reserved" in only_problem(a_form(steps)).message


def test_a_key_published_for_another_type_is_refused():
    form = with_questions(question("email", "contact"))

    problem = only_problem(form, {"contact": frozenset({"phone"})})

    assert problem.path[-1] == "key"
    assert "Key reused" in problem.message


def test_a_key_published_for_the_same_type_is_kept():
    form = with_questions(question("email", "contact"))

    assert compile_against(form, {"contact": frozenset({"email"})}).field("contact")


def test_the_key_of_an_adverse_event_question_cannot_be_taken():
    form = with_questions(question("long_text", "remarks"), question("yes_no", "remarks_adverse_event"))

    assert only_problem(form).path[-2:] == (2, "key")


def test_two_questions_whose_inputs_would_share_a_name_are_refused():
    form = with_questions(question("date", "dose"), question("short_text", "dose_day"))

    assert "too like “dose”" in only_problem(form).message


@pytest.mark.parametrize("template", ["step.html", "check.html"])
def test_no_question_can_take_the_name_of_an_input_of_the_wizard(template):
    page = (Path(settings.BASE_DIR) / "site/templates/submissions" / template).read_text()
    own = set(re.findall(r'\bname="([^"{]+)"', page))

    assert own
    for name in own:
        assert "reserved" in only_problem(with_questions(question("email", name))).message


def test_a_made_key_is_never_a_reserved_one():
    made = complete_keys([step("", question("email", "", label="Page"), title="Check")], published=lambda: ())

    assert made[0]["value"]["key"] == "check_2"
    assert made[0]["value"]["fields"][0]["value"]["key"] == "page_2"

"""Nobody publishes a step or a question that no answers can lead to."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from forms.definitions.compile import CompileFailed, compile_form
from tests.unit.definitions_compile.examples import a_form, options, question, rule, step, with_questions
from tests.unit.definitions_compile.refusals import only_problem

COLOURS = question("radios", "colour", options=options("red", "blue"))
SEVERAL = question("checkboxes", "several", options=options("red", "blue", "green"), required=False)
DAY = question("date", "day", earliest="2027-01-01", latest="2027-12-31")
DOSE = question("number", "dose", smallest="1", largest="10")
AT = question("time", "at")
VISIT = question("yes_no", "nurse_visit", show_when=rule(("colour", "equals", "red")))
FREE = question("short_text", "note", required=False)
BEFORE = (COLOURS, SEVERAL, DAY, DOSE, AT, VISIT, FREE)

NEVER = [
    rule(("colour", "equals", "red"), ("colour", "equals", "blue")),
    rule(("colour", "not_equals", "red"), ("colour", "not_equals", "blue"), ("colour", "answered", "")),
    rule(("colour", "not_answered", "")),
    rule(("nurse_visit", "equals", "yes"), ("colour", "equals", "blue")),
    rule(("nurse_visit", "not_answered", ""), ("colour", "equals", "red")),
    rule(("several", "equals", "red"), ("several", "contains", "blue")),
    rule(("several", "contains", "red"), ("several", "not_equals", "red")),
    rule(("day", "before", "2027-01-01")),
    rule(("day", "after", "2027-06-01"), ("day", "before", "2027-06-02")),
    rule(("dose", "at_least", "10.5")),
    rule(("dose", "at_least", "4"), ("dose", "at_most", "3")),
    rule(("dose", "at_least", "9"), ("dose", "not_equals", "9"), ("dose", "not_equals", "10")),
    rule(("dose", "equals", "2.5")),
    rule(("at", "after", "12:00"), ("at", "before", "12:01")),
    rule(("note", "equals", "a"), ("note", "equals", "b")),
    rule(("note", "equals", "hay fever"), ("note", "contains_words", "asthma")),
]
SOMETIMES = [
    rule(("colour", "equals", "red"), ("colour", "equals", "blue"), match="any"),
    rule(("nurse_visit", "not_answered", "")),
    rule(("nurse_visit", "not_equals", "yes"), ("colour", "equals", "red")),
    rule(("several", "contains", "red"), ("several", "contains", "blue")),
    rule(("several", "equals", "red"), ("several", "contains", "red")),
    rule(("several", "not_answered", "")),
    rule(("day", "after", "2027-06-01"), ("day", "before", "2027-06-03")),
    rule(("dose", "at_least", "9"), ("dose", "not_equals", "9")),
    rule(("dose", "at_least", "9.5")),
    rule(("at", "after", "12:00"), ("at", "before", "12:02")),
    rule(("note", "contains_words", "hay fever"), ("note", "contains_words", "asthma")),
    rule(("note", "not_answered", "")),
]


def asked_when(condition):
    return with_questions(*BEFORE, question("email", "mail", show_when=condition))


@pytest.mark.parametrize("condition", NEVER)
def test_a_question_that_no_answers_lead_to_is_refused_beside_it(condition):
    problem = only_problem(asked_when(condition))

    assert problem.path == ("steps", 0, "fields", 8, "show_when")
    assert "never asked" in problem.message


@pytest.mark.parametrize("condition", SOMETIMES)
def test_a_question_that_some_answers_lead_to_is_taken(condition):
    assert compile_form(asked_when(condition)).field("mail")


def test_a_step_that_no_answers_lead_to_is_refused_and_its_questions_are_not_named_again():
    first = step("first", question("short_text", "surname"), COLOURS)
    never = step(
        "never",
        question("yes_no", "more", show_when=rule(("colour", "equals", "red"))),
        show_when=rule(("colour", "equals", "red"), ("colour", "equals", "blue")),
    )

    problem = only_problem(a_form([first, never]))

    assert problem.path == ("steps", 1, "show_when")
    assert "never shown" in problem.message


def test_a_condition_on_a_constant_that_is_something_else_is_refused():
    constant = question("constant", "pathway", value="A")
    del constant["value"]["label"]
    constant["value"]["label"] = "Pathway"
    form = with_questions(constant, question("email", "mail", show_when=rule(("pathway", "not_equals", "A"))))

    assert "never asked" in only_problem(form).message


def test_the_step_of_what_a_condition_refers_to_counts():
    first = step("first", question("short_text", "surname"), COLOURS)
    second = step("second", question("yes_no", "more"), show_when=rule(("colour", "equals", "red")))
    third = step(
        "third",
        question("email", "mail", show_when=rule(("more", "equals", "yes"), ("colour", "equals", "blue"))),
    )

    assert only_problem(a_form([first, second, third])).path == ("steps", 2, "fields", 0, "show_when")


def test_a_large_form_full_of_conditions_is_weighed_in_bounded_time():
    questions = [question("yes_no", "q0")]
    for number in range(1, 240):
        earlier = [
            (f"q{max(0, number - back)}", "equals" if back % 2 else "not_equals", "yes")
            for back in range(1, 9)
        ]
        questions.append(
            question(
                "yes_no",
                f"q{number}",
                required=False,
                show_when=rule(*earlier, match="any" if number % 2 else "all"),
            )
        )
    started = time.process_time()

    with suppress(CompileFailed):
        compile_form(with_questions(*questions))

    assert time.process_time() - started < 5

"""What editors want checked must be possible; the version keeps patterns and words as they were."""

from __future__ import annotations

import pytest

from forms.definitions.compile import CompileFailed, compile_against, sketch_against
from forms.definitions.patterns import PatternText
from tests.unit.definitions_compile.examples import options, question, rule, with_questions
from tests.unit.definitions_compile.refusals import only_problem

PATTERNS = {"ward": PatternText("[A-Z]{2}[0-9]", "Enter a ward code such as AB1")}


def check(kind, value="", **more):
    return {"kind": kind, "value": value, "pattern": "", "field": "", "message": "", **more}


def checked(type_, *checks, before=(), **values):
    return with_questions(*before, question(type_, "answer", checks=list(checks), **values))


@pytest.mark.parametrize(
    ("type_", "broken", "part"),
    [
        ("short_text", check(""), "kind"),
        ("short_text", check("smallest", "3"), "kind"),
        ("number", check("shortest", "3"), "kind"),
        ("short_text", check("shortest", "few"), "value"),
        ("number", check("smallest", "few"), "value"),
        ("number", check("smallest", "3.0"), "value"),
        ("date", check("earliest", "soon"), "value"),
        ("time", check("latest", "5 pm"), "value"),
        ("short_text", check("pattern", pattern="unknown"), "pattern"),
        ("date", check("not_before"), "field"),
        ("date", check("not_before", field="nobody"), "field"),
        ("date", check("not_before", field="surname"), "field"),
        ("date", check("not_before", field="answer"), "field"),
        ("date", check("not_before", "soon", field="day"), "value"),
        ("number", check("at_least", "3", field="size"), "value"),
    ],
)
def test_a_check_that_cannot_work_is_refused_beside_it(type_, broken, part):
    form = checked(type_, broken, before=[question("date", "day"), question("number", "size")])

    assert only_problem(form).path == ("steps", 0, "fields", 3, "checks", 0, part)


def test_checks_that_exclude_each_other_are_refused():
    problem = only_problem(checked("number", check("smallest", "5"), check("largest", "4")))

    assert problem.path[-3:] == ("checks", 1, "value")


def test_two_answers_held_against_each_other_are_a_circle():
    one = question("date", "one", checks=[check("not_after", field="two")])
    two = question("date", "two", checks=[check("not_before", field="one")])

    problem = only_problem(with_questions(one, two))

    assert problem.path == ("steps", 0, "fields", 1, "checks", 0, "field")
    assert "circle" in problem.message


def test_computed_dates_counted_from_each_other_are_a_circle():
    one = {"type": "computed_date", "value": {**question("x", "one")["value"], "base": "two", "amount": 1}}
    two = {"type": "computed_date", "value": {**question("x", "two")["value"], "base": "one", "amount": 1}}

    problem = only_problem(with_questions(one, two))

    assert problem.path == ("steps", 0, "fields", 1, "base")
    assert "circle" in problem.message


def test_a_computed_date_and_a_condition_can_be_a_circle():
    day = question("date", "day", show_when=rule(("follow_up", "after", "2027-01-01")))
    next_ = {
        "type": "computed_date",
        "value": {**question("x", "follow_up")["value"], "base": "day", "amount": 1},
    }

    problem = only_problem(with_questions(day, next_))

    assert problem.path == ("steps", 0, "fields", 1, "show_when", "conditions", 0, "field")
    assert "circle" in problem.message


@pytest.mark.parametrize(("base", "word"), [("nobody", "No question"), ("surname", "not ask for a date")])
def test_a_computed_date_counts_from_a_date(base, word):
    field = {
        "type": "computed_date",
        "value": {**question("x", "follow_up")["value"], "base": base, "amount": 1},
    }

    problem = only_problem(with_questions(field))

    assert problem.path[-1] == "base"
    assert word in problem.message


def test_the_version_keeps_the_pattern_and_its_words():
    form = checked("short_text", check("pattern", pattern="ward"))

    (kept,) = compile_against(form, {}, patterns=PATTERNS).field("answer").checks

    assert (kept.value, kept.message) == ("[A-Z]{2}[0-9]", "Enter a ward code such as AB1")
    with pytest.raises(CompileFailed):
        compile_against(form, {}, patterns={})


def test_a_comparison_names_the_other_question_unless_the_editor_has_own_words():
    before = [question("date", "day", label="First dose")]
    usual = checked("date", check("not_before", "+7 days", field="day"), before=before, label="Scan")
    own = checked("date", check("not_before", field="day", message="Later, please"), before=before)

    assert compile_against(usual, {}).field("answer").checks[0].message == (
        "“Scan” must not be before 7 days after “First dose”"
    )
    assert compile_against(own, {}).field("answer").checks[0].message == "Later, please"


@pytest.mark.parametrize(
    "broken",
    [
        check("shortest", "few"),
        check("pattern", pattern="gone"),
        check("unknown"),
        check("same_as", field="x"),
    ],
)
def test_a_form_that_is_only_tried_goes_without_the_checks_that_cannot_work(broken):
    sketch = sketch_against(checked("short_text", broken, check("longest", "9")), {})

    assert sketch.problems
    assert [one.kind for one in sketch.spec.field("answer").checks] == ["longest"]


def test_long_lists_of_options_stand_in_lines():
    lines = "leeds = Leeds\nyork = York\nhull = Hull"
    field = compile_against(
        with_questions(question("select", "town", options=options("other"), option_lines=lines)), {}
    ).field("town")

    assert [option.value for option in field.options] == ["other", "leeds", "york", "hull"]
    assert field.settings == {}


def test_what_is_wrong_in_a_line_names_the_line():
    form = with_questions(question("select", "town", options=[], option_lines="leeds = Leeds\nYork"))

    problem = only_problem(form)

    assert problem.path[-1] == "option_lines"
    assert problem.message.startswith("Line 2: ")

from __future__ import annotations

import pytest

from forms.definitions.compile import compile_form
from tests.unit.definitions_compile.examples import (
    a_form,
    options,
    question,
    rule,
    shared,
    step,
    with_questions,
)
from tests.unit.definitions_compile.refusals import only_problem, problems_of


def test_a_question_without_a_row_for_an_audience_is_refused():
    problem = only_problem(with_questions(question("email", "mail", disclosures=shared()[:1])))

    assert problem.path == ("steps", 0, "fields", 1, "disclosures")
    assert problem.message == "Decide whether the homecare provider receives the answer."


def test_an_undecided_row_is_refused():
    undecided = shared(nurse={"decision": "", "purpose": ""})

    problem = only_problem(with_questions(question("email", "mail", disclosures=undecided)))

    assert problem.path[-3:] == ("disclosures", 0, "decision")


def test_all_undecided_recipients_of_a_question_are_named_in_one_line():
    undecided = shared(nurse={"decision": "", "purpose": ""})[:1]

    problem = only_problem(with_questions(question("email", "mail", disclosures=undecided)))

    assert problem.path[-1] == "disclosures"
    assert problem.message == "Decide whether the nurse service and the homecare provider receive the answer."


@pytest.mark.parametrize("decision", ["share", "when"])
def test_sharing_without_a_purpose_is_refused(decision):
    row = {"decision": decision, "purpose": " "}
    if decision == "when":
        row["when"] = rule(("surname", "answered", ""))

    problem = only_problem(with_questions(question("email", "mail", disclosures=shared(nurse=row))))

    assert problem.path[-3:] == ("disclosures", 0, "purpose")


def test_sharing_unless_something_was_answered_is_refused():
    row = {"decision": "when", "purpose": "To call", "when": rule(("mode", "not_equals", "b"))}
    asked = question("radios", "mode", options=options("a", "b"))
    form = with_questions(asked, question("email", "mail", disclosures=shared(nurse=row)))

    problem = only_problem(form)

    assert problem.path[-6:] == ("disclosures", 0, "when", "conditions", 0, "operator")
    assert "Name the answers that let it be shared" in problem.message


@pytest.mark.parametrize("hidden", ["the question", "its step", "an adverse-event question"])
def test_sharing_because_a_question_was_not_asked_is_refused(hidden):
    silent = "remarks_adverse_event" if hidden == "an adverse-event question" else "remarks"
    only_if = rule(("surname", "answered", ""))
    asked = question("long_text", "remarks", show_when=only_if if hidden == "the question" else rule())
    row = {"decision": "when", "purpose": "To call", "when": rule((silent, "not_answered", ""))}
    mail = question("email", "mail", disclosures=shared(nurse=row))
    more = step("more", asked, show_when=only_if if hidden == "its step" else rule())

    problem = only_problem(a_form([step("one", question("short_text", "surname"), mail), more]))

    assert problem.path[-1] == "operator"
    assert "always asked" in problem.message


def test_sharing_because_a_question_that_is_always_asked_was_left_empty_is_taken():
    row = {"decision": "when", "purpose": "To call", "when": rule(("mail", "not_answered", ""))}
    form = with_questions(
        question("email", "mail", required=False), question("phone", "mobile", disclosures=shared(nurse=row))
    )

    assert compile_form(form).field("mobile").disclosures[0].when.conditions


def test_sharing_when_without_a_condition_is_refused():
    row = {"decision": "when", "purpose": "To call"}

    problem = only_problem(with_questions(question("email", "mail", disclosures=shared(nurse=row))))

    assert problem.path[-4:] == ("disclosures", 0, "when", "conditions")


def test_a_condition_beside_a_plain_decision_is_refused():
    row = {"when": rule(("surname", "answered", ""))}

    problem = only_problem(with_questions(question("email", "mail", disclosures=shared(nurse=row))))

    assert problem.path[-3:] == ("disclosures", 0, "decision")


def test_two_rows_for_one_audience_are_refused():
    rows = [*shared(), *shared()[:1]]

    paths = {p.path[-3:] for p in problems_of(with_questions(question("email", "mail", disclosures=rows)))}

    assert paths == {("disclosures", 0, "audience"), ("disclosures", 2, "audience")}


def test_a_decision_for_a_stranger_is_refused():
    rows = [*shared(), {"audience": "sponsor", "decision": "share", "purpose": "Curiosity"}]

    problem = only_problem(with_questions(question("email", "mail", disclosures=rows)))

    assert problem.path[-3:] == ("disclosures", 2, "audience")


def test_an_undecided_row_of_another_kinds_audience_is_left_out():
    rows = [*shared(), {"audience": "finance", "decision": "", "purpose": ""}]

    spec = compile_form(with_questions(question("email", "mail", disclosures=rows)))

    assert [one.audience for one in spec.field("mail").disclosures] == ["nurse", "homecare"]


def test_a_disclosure_may_depend_on_a_later_question():
    row = {"decision": "when", "purpose": "To visit", "when": rule(("visit", "equals", "yes"))}
    form = with_questions(
        question("address", "home", disclosures=shared(nurse=row)),
        question("yes_no", "visit", required=False),
    )

    assert compile_form(form).field("home").disclosures[0].when.conditions[0].field == "visit"


def test_information_text_needs_no_decision():
    spec = compile_form(with_questions(question("information", "notice")))

    assert spec.field("notice").disclosures == ()
    assert not spec.field("notice").required

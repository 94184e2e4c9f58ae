"""A sponsor never receives what is said of a patient: no form leads there."""

from __future__ import annotations

from forms.definitions.blocks.choices import role_choices
from forms.definitions.compile.routes import NOT_TO_A_SPONSOR
from tests.unit.definitions_compile.examples import a_form, options, question, route, with_questions
from tests.unit.definitions_compile.refusals import only_problem


def test_editors_are_not_offered_the_sponsor():
    assert [role for role, _ in role_choices()] == ["nurse", "homecare", "app"]


def test_a_route_to_the_sponsor_is_refused():
    problem = only_problem(a_form(routes=[route("nurse", role="sponsor")]))

    assert problem.path == ("routes", 0, "role")
    assert problem.message == NOT_TO_A_SPONSOR


def test_a_question_that_offers_the_sponsor_is_refused():
    problem = only_problem(with_questions(question("partner", "company", role="sponsor")))

    assert problem.path[-1] == "role"
    assert problem.message == NOT_TO_A_SPONSOR


def test_an_option_that_waits_for_the_sponsor_is_refused():
    waiting = [{**one, "partner_role": "sponsor"} for one in options("yes")]
    problem = only_problem(with_questions(question("radios", "copy", options=[*waiting, *options("no")])))

    assert problem.path[-3:] == ("options", 0, "partner_role")

from __future__ import annotations

import pytest

from forms.definitions.compile import compile_form
from forms.definitions.spec import ALWAYS
from tests.unit.definitions_compile.examples import (
    a_form,
    options,
    question,
    rule,
    steps_of_an_enquiry,
    with_questions,
)
from tests.unit.definitions_compile.refusals import only_problem


class TestConditions:
    def condition(self, *condition, before=(), after=()):
        asked = question("email", "mail", show_when=rule(condition))
        return with_questions(*before, asked, *after)

    def test_a_condition_on_an_earlier_question_of_the_same_step_is_taken(self):
        form = self.condition(
            "mode", "equals", "home", before=[question("radios", "mode", options=options("home", "b"))]
        )

        assert compile_form(form).field("mail").show_when.conditions[0].values == ("home",)

    def test_a_condition_on_a_later_question_is_refused(self):
        form = self.condition("visit", "equals", "yes", after=[question("yes_no", "visit", required=False)])

        problem = only_problem(form)

        assert problem.path == ("steps", 0, "fields", 1, "show_when", "conditions", 0, "field")
        assert "earlier" in problem.message

    def test_a_condition_on_the_question_itself_is_refused(self):
        assert "earlier" in only_problem(self.condition("mail", "answered", "")).message

    def test_a_condition_on_an_unknown_question_is_refused(self):
        assert (
            only_problem(self.condition("nobody", "answered", "")).message
            == "No question has the key “nobody”."
        )

    def test_a_condition_without_a_question_is_refused(self):
        assert only_problem(self.condition("", "answered", "")).path[-1] == "field"

    def test_a_condition_on_information_text_is_refused(self):
        form = self.condition("notice", "answered", "", before=[question("information", "notice")])

        assert "information text" in only_problem(form).message

    def test_an_unknown_option_value_is_refused_with_the_possible_ones(self):
        form = self.condition(
            "mode", "equals", "away", before=[question("radios", "mode", options=options("a", "b"))]
        )

        problem = only_problem(form)

        assert problem.path[-1] == "value"
        assert problem.message == "“away” is not a possible answer. Possible: a, b."

    def test_one_of_takes_values_separated_by_commas(self):
        before = [question("radios", "mode", options=options("a", "b", "c"))]

        spec = compile_form(self.condition("mode", "one_of", "a, b,", before=before))

        assert spec.field("mail").show_when.conditions[0].values == ("a", "b")

    @pytest.mark.parametrize(
        ("type_", "operator", "value", "part"),
        [
            ("short_text", "before", "2027-01-01", "operator"),
            ("radios", "contains", "a", "operator"),
            ("partner", "equals", "x", "operator"),
            ("radios", "likes", "a", "operator"),
            ("radios", "equals", "", "value"),
            ("radios", "answered", "a", "value"),
            ("date", "before", "31/01/2027", "value"),
            ("date", "after", "2027-02-30", "value"),
            ("yes_no", "equals", "maybe", "value"),
        ],
    )
    def test_a_comparison_that_does_not_fit_the_type_is_refused(self, type_, operator, value, part):
        settings = {"radios": {"options": options("a", "b")}, "partner": {"role": "homecare"}}.get(type_, {})
        form = self.condition("other", operator, value, before=[question(type_, "other", **settings)])

        assert only_problem(form).path[-1] == part

    @pytest.mark.parametrize(
        ("type_", "operator", "value"),
        [
            ("date", "before", "2027-01-31"),
            ("checkboxes", "contains", "a"),
            ("health_number", "equals", "chi"),
            ("permission", "answered", ""),
            ("email", "not_answered", ""),
        ],
    )
    def test_a_comparison_that_fits_the_type_is_taken(self, type_, operator, value):
        settings = {"checkboxes": {"options": options("a")}, "permission": {"recipient": "the nurse"}}.get(
            type_, {}
        )
        other = question(type_, "other", required=False, **settings)
        form = self.condition("other", operator, value, before=[other])

        assert compile_form(form).field("mail").show_when.conditions

    def test_a_step_cannot_depend_on_its_own_questions(self):
        steps = steps_of_an_enquiry()
        steps[1]["value"]["show_when"] = rule(("first_dose", "answered", ""))

        assert only_problem(a_form(steps)).path == ("steps", 1, "show_when", "conditions", 0, "field")

    def test_a_step_may_depend_on_an_earlier_step(self):
        steps = steps_of_an_enquiry()
        steps[1]["value"]["show_when"] = rule(("mode", "equals", "home"))

        assert compile_form(a_form(steps)).steps[1].show_when != ALWAYS

    def test_an_adverse_event_question_can_decide(self):
        before = [question("long_text", "remarks")]

        spec = compile_form(self.condition("remarks_adverse_event", "equals", "yes", before=before))

        assert spec.field("mail").show_when.conditions[0].field == "remarks_adverse_event"

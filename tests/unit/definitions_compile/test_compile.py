from __future__ import annotations

import pytest

from forms.definitions.compile import compile_form
from forms.definitions.spec import Condition, Disclosure, Rule, from_json, sha256_of, to_json
from tests.unit.definitions_compile.examples import (
    a_form,
    options,
    question,
    route,
    rule,
    step,
    steps_of_an_enquiry,
    with_questions,
)
from tests.unit.definitions_compile.refusals import only_problem, problems_of


def test_a_form_compiles_to_its_steps_questions_and_routes():
    spec = compile_form(a_form(intro=" Before you begin. "))

    assert [one.key for one in spec.steps] == ["patient", "notes"]
    assert [one.key for one in spec.fields()] == [
        "surname", "mode", "visit", "remarks", "remarks_adverse_event", "first_dose",
    ]  # fmt: skip
    assert spec.intro == "Before you begin."
    assert spec.field("visit").show_when == Rule(conditions=(Condition("mode", "equals", ("home",)),))
    assert spec.field("surname").disclosures == (
        Disclosure("nurse", "share", "To call the patient"),
        Disclosure("homecare", "withhold"),
    )
    assert spec.routes[0].role == "nurse"
    assert [audience.key for audience in spec.audiences] == ["nurse", "homecare"]


def test_a_compiled_form_survives_storage_and_keeps_its_hash():
    spec = compile_form(a_form())

    again = from_json(to_json(spec))

    assert again == spec
    assert sha256_of(again) == sha256_of(spec)


def test_every_problem_is_reported_at_once():
    form = with_questions(question("short_text", "Bad key", label="", disclosures=[]))

    paths = [problem.path for problem in problems_of(form)]

    place = ("steps", 0, "fields", 1)
    assert paths == [(*place, "key"), (*place, "label"), (*place, "disclosures")]


def test_problems_come_in_the_order_of_the_form():
    form = with_questions(
        question("email", "one", disclosures=[]),
        question("email", "two", label=""),
        routes=[route("nurse", role="")],
    )

    paths = [problem.path[:4] for problem in problems_of(form)]

    first, second = ("steps", 0, "fields", 1), ("steps", 0, "fields", 2)
    assert paths == [first, second, ("routes", 0, "role")]


def test_a_problem_says_where_it_is_in_an_editors_words():
    form = with_questions(question("short_text", "Bad key", label="Colour"))

    assert str(only_problem(form)).startswith("Step 1 “Only”, question “Colour”: Use a key of lower-case")


def test_a_form_of_an_unknown_kind_is_refused():
    assert only_problem(a_form(kind="nonsense")).path == ("kind",)


def test_a_form_without_steps_is_refused():
    assert ("steps",) in [problem.path for problem in problems_of(a_form(steps=[]))]


def test_a_step_without_questions_is_refused():
    problem = only_problem(a_form([*steps_of_an_enquiry(), step("empty")]))

    assert problem.path == ("steps", 2, "fields")
    assert problem.where == "Step 3 “Empty”"


def test_a_step_without_a_title_is_refused():
    assert only_problem(a_form([*steps_of_an_enquiry(), step("more", question("email", "mail"), title="")])).path == (
        "steps", 2, "title",
    )  # fmt: skip


class TestContract:
    def test_a_missing_required_question_is_refused_with_the_reason(self):
        problem = only_problem(a_form([step("one", question("email", "mail"))]))

        assert "“surname”" in problem.message
        assert "The letter begins with it." in problem.message

    def test_a_required_question_of_another_type_is_refused(self):
        problem = only_problem(a_form([step("one", question("email", "surname"))]))

        assert problem.path == ("steps", 0, "fields", 0, "key")

    def test_the_kinds_own_rules_are_asked(self):
        assert only_problem(a_form(title="ENQUIRY")).message == "Do not shout in the title."

    def test_the_kinds_own_rules_point_at_their_question(self):
        form = with_questions(question("yes_no", "visit"))

        assert only_problem(form).path == ("steps", 0, "fields", 1)


class TestQuestions:
    @pytest.mark.parametrize(("type_", "given"), [("radios", ("a",)), ("select", ()), ("checkboxes", ())])
    def test_too_few_options_are_refused(self, type_, given):
        problem = only_problem(with_questions(question(type_, "mode", options=options(*given))))

        assert problem.path[-1] == "options"

    def test_options_with_one_value_are_refused_at_both(self):
        form = with_questions(question("radios", "mode", options=options("a", "b", "a")))

        assert [p.path[-3:] for p in problems_of(form)] == [("options", 0, "value"), ("options", 2, "value")]

    def test_an_option_without_words_is_refused(self):
        form = with_questions(
            question("radios", "mode", options=[*options("a", "b"), {"value": "c", "label": ""}])
        )

        assert only_problem(form).path[-3:] == ("options", 2, "label")

    def test_settings_that_the_type_cannot_follow_are_refused(self):
        problem = only_problem(with_questions(question("date", "dose", earliest="soon")))

        assert problem.path == ("steps", 0, "fields", 1)
        assert "earliest" in problem.message

    def test_all_questions_together_take_only_so_many_files(self):
        scans = [question("files", f"scans_{number}", most_files=20) for number in range(3)]

        assert compile_form(with_questions(*scans[:2])).field("scans_0").settings == {"most_files": 20}
        problem = only_problem(with_questions(*scans))
        assert problem.path == ("steps", 0, "fields", 3, "most_files")
        assert "40 files together" in problem.message

    def test_settings_reach_the_compiled_question(self):
        spec = compile_form(with_questions(question("date_of_birth", "born", minimum_age=0)))

        assert spec.field("born").settings == {"minimum_age": 0}


class TestFreeText:
    def test_a_long_text_brings_its_adverse_event_question_right_behind_it(self):
        spec = compile_form(a_form())

        field = spec.field("remarks_adverse_event")

        assert field.type == "yes_no"
        assert field.required
        assert field.companion_of == "remarks"
        assert field.show_when == Rule(conditions=(Condition("remarks", "answered"),))
        assert field.disclosures == spec.field("remarks").disclosures

    def test_a_short_text_brings_it_only_when_it_invites_prose(self):
        plain = compile_form(with_questions(question("short_text", "town")))
        prose = compile_form(with_questions(question("short_text", "town", free_text=True)))

        assert plain.field("town_adverse_event") is None
        assert prose.field("town_adverse_event").companion_of == "town"


class TestRoutes:
    def partner(self, **values):
        return question("partner", "provider", **{"role": "homecare", **values})

    def test_a_route_to_the_chosen_partner_takes_its_role_from_the_question(self):
        spec = compile_form(
            with_questions(self.partner(), routes=[route("homecare", role="", partner_field="provider")])
        )

        assert (spec.routes[0].role, spec.routes[0].partner_field) == ("homecare", "provider")

    @pytest.mark.parametrize(
        ("values", "part"),
        [
            ({"audience": "sponsor"}, "audience"),
            ({"role": "sponsor"}, "role"),
            ({"role": ""}, "role"),
            ({"partner_field": "nobody"}, "partner_field"),
            ({"partner_field": "surname"}, "partner_field"),
            ({"role": "nurse", "partner_field": "provider"}, "partner_field"),
        ],
    )
    def test_a_route_that_leads_nowhere_is_refused(self, values, part):
        audience = values.get("audience", "homecare")
        sent = {"type": "route", "value": {"audience": audience, "role": "homecare", **values}}

        assert only_problem(with_questions(self.partner(), routes=[sent])).path == ("routes", 0, part)

    def test_a_route_may_depend_on_any_question(self):
        sent = route("nurse", show_when=rule(("surname", "answered", "")))

        assert compile_form(with_questions(routes=[sent])).routes[0].show_when.conditions

from __future__ import annotations

import pytest

from forms.definitions.compile import CompileFailed, compile_against, compile_form
from forms.definitions.spec import ALWAYS, Condition, Disclosure, Rule, from_json, sha256_of, to_json
from tests.unit.definitions_compile.examples import (
    a_form,
    options,
    question,
    route,
    rule,
    shared,
    step,
    steps_of_an_enquiry,
    with_questions,
)


def problems_of(form, published=None):
    with pytest.raises(CompileFailed) as failed:
        compile_against(form, published or {})
    return failed.value.problems


def only_problem(form, published=None):
    (problem,) = problems_of(form, published)
    return problem


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
    assert paths == [(*place, "key"), (*place, "label"), (*place, "disclosures"), (*place, "disclosures")]


def test_problems_come_in_the_order_of_the_form():
    form = with_questions(
        question("email", "one", disclosures=[]),
        question("email", "two", label=""),
        routes=[route("nurse", role="")],
    )

    paths = [problem.path[:4] for problem in problems_of(form)]

    first, second = ("steps", 0, "fields", 1), ("steps", 0, "fields", 2)
    assert paths == [first, first, second, ("routes", 0, "role")]


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


class TestDisclosure:
    def test_a_question_without_a_row_for_an_audience_is_refused(self):
        problem = only_problem(with_questions(question("email", "mail", disclosures=shared()[:1])))

        assert problem.path == ("steps", 0, "fields", 1, "disclosures")
        assert problem.message == "Decide whether Homecare provider receives the answer."

    def test_an_undecided_row_is_refused(self):
        undecided = shared(nurse={"decision": "", "purpose": ""})

        problem = only_problem(with_questions(question("email", "mail", disclosures=undecided)))

        assert problem.path[-3:] == ("disclosures", 0, "decision")

    @pytest.mark.parametrize("decision", ["share", "when"])
    def test_sharing_without_a_purpose_is_refused(self, decision):
        row = {"decision": decision, "purpose": " "}
        if decision == "when":
            row["when"] = rule(("surname", "answered", ""))

        problem = only_problem(with_questions(question("email", "mail", disclosures=shared(nurse=row))))

        assert problem.path[-3:] == ("disclosures", 0, "purpose")

    def test_sharing_when_without_a_condition_is_refused(self):
        row = {"decision": "when", "purpose": "To call"}

        problem = only_problem(with_questions(question("email", "mail", disclosures=shared(nurse=row))))

        assert problem.path[-4:] == ("disclosures", 0, "when", "conditions")

    def test_a_condition_beside_a_plain_decision_is_refused(self):
        row = {"when": rule(("surname", "answered", ""))}

        problem = only_problem(with_questions(question("email", "mail", disclosures=shared(nurse=row))))

        assert problem.path[-3:] == ("disclosures", 0, "decision")

    def test_two_rows_for_one_audience_are_refused(self):
        rows = [*shared(), *shared()[:1]]

        paths = {
            p.path[-3:] for p in problems_of(with_questions(question("email", "mail", disclosures=rows)))
        }

        assert paths == {("disclosures", 0, "audience"), ("disclosures", 2, "audience")}

    def test_a_decision_for_a_stranger_is_refused(self):
        rows = [*shared(), {"audience": "sponsor", "decision": "share", "purpose": "Curiosity"}]

        problem = only_problem(with_questions(question("email", "mail", disclosures=rows)))

        assert problem.path[-3:] == ("disclosures", 2, "audience")

    def test_an_undecided_row_of_another_kinds_audience_is_left_out(self):
        rows = [*shared(), {"audience": "finance", "decision": "", "purpose": ""}]

        spec = compile_form(with_questions(question("email", "mail", disclosures=rows)))

        assert [one.audience for one in spec.field("mail").disclosures] == ["nurse", "homecare"]

    def test_a_disclosure_may_depend_on_a_later_question(self):
        row = {"decision": "when", "purpose": "To visit", "when": rule(("visit", "equals", "yes"))}
        form = with_questions(
            question("address", "home", disclosures=shared(nurse=row)),
            question("yes_no", "visit", required=False),
        )

        assert compile_form(form).field("home").disclosures[0].when.conditions[0].field == "visit"

    def test_information_text_needs_no_decision(self):
        spec = compile_form(with_questions(question("information", "notice")))

        assert spec.field("notice").disclosures == ()
        assert not spec.field("notice").required


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
        form = self.condition("other", operator, value, before=[question(type_, "other", **settings)])

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


class TestKeys:
    def test_two_questions_with_one_key_are_refused_at_both(self):
        form = with_questions(question("email", "mail"), question("email", "mail"))

        assert [p.path[-2:] for p in problems_of(form)] == [(1, "key"), (2, "key")]

    def test_two_steps_with_one_key_are_refused_at_both(self):
        steps = [*steps_of_an_enquiry(), step("notes", question("email", "mail"))]

        assert [p.path for p in problems_of(a_form(steps))] == [("steps", 1, "key"), ("steps", 2, "key")]

    def test_a_reserved_step_key_is_refused(self):
        steps = [*steps_of_an_enquiry(), step("check", question("email", "mail"))]

        assert "reserved" in only_problem(a_form(steps)).message

    def test_a_key_published_for_another_type_is_refused(self):
        form = with_questions(question("email", "contact"))

        problem = only_problem(form, {"contact": frozenset({"phone"})})

        assert problem.path[-1] == "key"
        assert "Key reused" in problem.message

    def test_a_key_published_for_the_same_type_is_kept(self):
        form = with_questions(question("email", "contact"))

        assert compile_against(form, {"contact": frozenset({"email"})}).field("contact")

    def test_the_key_of_an_adverse_event_question_cannot_be_taken(self):
        form = with_questions(question("long_text", "remarks"), question("yes_no", "remarks_adverse_event"))

        assert only_problem(form).path[-2:] == (2, "key")

    def test_two_questions_whose_inputs_would_share_a_name_are_refused(self):
        form = with_questions(question("date", "dose"), question("short_text", "dose_day"))

        assert "too like “dose”" in only_problem(form).message


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

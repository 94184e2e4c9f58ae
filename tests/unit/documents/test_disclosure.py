from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definitions.path import apply
from forms.definitions.spec import (
    ALL,
    ALWAYS,
    ANY,
    SHARE,
    WHEN,
    WITHHOLD,
    Condition,
    Disclosure,
    Rule,
    StepSpec,
)
from forms.documents.disclosure import build_rows, build_sections, disclose, may_receive
from tests.unit.documents.specs import (
    FACE_TO_FACE,
    HOMECARE,
    NURSE,
    SPEC,
    SUPPLEMENTS,
    TEAM,
    answers,
    field,
)


def received(audience, *, visits="face", spec=SPEC, supplements=SUPPLEMENTS):
    sections = build_sections(
        disclose(apply(spec, answers(visits)), audience=audience), supplements=supplements
    )
    return {section.title: [row.label for row in section.rows] for section in sections}


def test_an_audience_receives_what_is_shared_with_it_grouped_and_labelled_as_on_the_form():
    assert received(HOMECARE, visits="video") == {
        "Patient": ["Label of name", "Label of hospital_number"],
        "Visits": ["Label of address"],
        "Delivery": ["Label of notes", "Label of first_dose", "Calendar"],
    }


def test_a_conditional_disclosure_holds_only_while_its_rule_does():
    assert "Label of address" in received(NURSE, visits="face")["Visits"]
    assert "Label of address" not in received(NURSE, visits="video")["Visits"]


def test_what_follows_from_an_answer_goes_where_the_answer_goes():
    assert received(NURSE)["Screening"] == ["Label of screening", "Screening dates"]
    assert "Screening" not in received(HOMECARE)


def test_fields_named_for_the_head_of_pages_reach_only_who_receives_them():
    keys = ("name", "hospital_number", "parking", "undecided", "unheard_of")

    def named(audience, visits):
        rows = build_rows(disclose(apply(SPEC, answers(visits)), audience=audience), keys=keys)
        return [row.label for row in rows]

    assert named(NURSE, "face") == ["Label of name", "Label of parking"]
    assert named(HOMECARE, "video") == ["Label of name", "Label of hospital_number"]
    assert named("somebody", "face") == []


def test_an_unknown_audience_receives_nothing():
    assert received("somebody") == {}


def test_a_step_off_the_way_reaches_nobody():
    assert "Travel" in received(TEAM, visits="face")
    assert "Travel" not in received(TEAM, visits="video")


def test_unanswered_questions_and_empty_sections_are_left_out():
    sections = build_sections(disclose(apply(SPEC, {"name": "Alex"}), audience=TEAM))

    assert [(section.title, len(section.rows)) for section in sections] == [("Patient", 1)]


def test_information_text_is_never_part_of_a_document():
    information = field("hint", type="information", required=False)
    spec = replace(SPEC, steps=(StepSpec("one", "One", fields=(information, field("name"))),))

    assert received(TEAM, spec=spec) == {"One": ["Label of name"]}


@pytest.mark.parametrize(
    "disclosures",
    [
        (),
        (Disclosure(HOMECARE, SHARE),),
        (Disclosure(NURSE, WITHHOLD),),
        (Disclosure(NURSE, "maybe"),),
        (Disclosure(NURSE, ""),),
        (Disclosure(NURSE, WHEN, when=ALWAYS),),
        (Disclosure(NURSE, WHEN, when=FACE_TO_FACE),),
        (Disclosure(NURSE, SHARE), Disclosure(NURSE, WITHHOLD)),
    ],
    ids=["none", "for another", "withheld", "unknown word", "empty", "when without a rule", "rule does not hold",
         "contradiction"],
)  # fmt: skip
def test_without_a_clear_yes_the_answer_is_no(disclosures):
    assert not may_receive(field("x", disclosures=disclosures), NURSE, {"visits": ("video",)})


NOT_BY_VIDEO = Condition("visits", "not_equals", ("video",))
NO_VISITS = Condition("visits", "not_answered")
AT_HOME = Condition("place", "equals", ("home",))


def told(*conditions, match=ALL, facts, asked=("visits", "place")):
    decision = Disclosure(NURSE, WHEN, "Test", Rule(match, conditions))
    return may_receive(field("x", disclosures=(decision,)), NURSE, facts, asked=asked)


def test_what_was_not_answered_shares_nothing():
    assert told(NOT_BY_VIDEO, facts={"visits": ("face",)})
    assert not told(NOT_BY_VIDEO, facts={"visits": ("video",)})
    assert not told(NOT_BY_VIDEO, facts={})
    assert not told(NOT_BY_VIDEO, facts={"visits": ()})


def test_an_empty_answer_shares_only_where_the_question_was_asked():
    assert told(NO_VISITS, facts={})
    assert not told(NO_VISITS, facts={"visits": ("face",)})
    assert not told(NO_VISITS, facts={}, asked=("place",))


def test_of_several_conditions_only_those_about_given_answers_count():
    assert told(NOT_BY_VIDEO, AT_HOME, match=ANY, facts={"place": ("home",)})
    assert not told(NOT_BY_VIDEO, AT_HOME, match=ANY, facts={"place": ("clinic",)})
    assert not told(NOT_BY_VIDEO, AT_HOME, facts={"place": ("home",)})


def test_a_question_off_the_way_shares_nothing_in_a_document():
    unless_by_car = Disclosure(NURSE, WHEN, "Test", Rule(conditions=(Condition("car", "not_answered"),)))
    hidden = field("car", show_when=Rule(conditions=(Condition("name", "equals", ("nobody",)),)))
    letter = field("letter", disclosures=(unless_by_car,))
    shown = replace(SPEC, steps=(StepSpec("one", "One", fields=(field("name"), hidden, letter)),))
    asked = replace(shown, steps=(StepSpec("one", "One", fields=(field("name"), field("car"), letter)),))
    given = {"name": "Alex", "letter": "Secret"}

    def labels(spec):
        sections = build_sections(disclose(apply(spec, given), audience=NURSE))
        return [row.label for section in sections for row in section.rows]

    assert labels(shown) == ["Label of name"]
    assert labels(asked) == ["Label of name", "Label of letter"]

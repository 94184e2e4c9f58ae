from __future__ import annotations

from hypothesis import given, strategies as st

from forms.definitions.path import apply
from forms.definitions.spec import Condition, FormSpec, Rule, StepSpec
from tests.unit.definitions.samples import a_field


def when(field: str, *values: str) -> Rule:
    return Rule(conditions=(Condition(field, "contains", values),))


SPEC = FormSpec(
    kind="any",
    title="Form",
    steps=(
        StepSpec("first", "First", fields=(a_field("checkboxes", key="colours"),)),
        StepSpec(
            "second",
            "Second",
            show_when=when("colours", "red"),
            fields=(
                a_field("yes_no", key="warm"),
                a_field("short_text", key="why", show_when=when("warm", "yes")),
            ),
        ),
        StepSpec("third", "Third", fields=(a_field("short_text", key="note", show_when=when("why", "x")),)),
        StepSpec("last", "Last", fields=(a_field("declaration", key="sure"),)),
    ),
)


def test_steps_and_questions_that_do_not_apply_are_left_out_with_their_answers():
    applied = apply(SPEC, {"colours": ["blue"], "warm": "yes", "why": "x", "note": "n", "sure": True})

    assert [step.key for step in applied.steps] == ["first", "last"]
    assert applied.answers == {"colours": ["blue"], "sure": True}
    assert applied.facts == {"colours": ("blue",), "sure": ("yes",)}
    assert applied.step("second") is None


def test_a_chain_of_conditions_opens_link_by_link():
    applied = apply(SPEC, {"colours": ["red"], "warm": "yes", "why": "x", "note": "n"})

    assert [step.key for step in applied.steps] == ["first", "second", "third", "last"]
    assert [field.key for field in applied.step("second").fields] == ["warm", "why"]
    assert applied.answers["note"] == "n"


def test_a_hidden_answer_decides_nothing():
    applied = apply(SPEC, {"colours": ["red"], "warm": "no", "why": "x", "note": "n"})

    assert [step.key for step in applied.steps] == ["first", "second", "last"]
    assert "why" not in applied.facts


def test_a_step_without_a_question_left_is_passed_over():
    assert apply(SPEC, {}).step("third") is None


def test_an_answer_that_does_not_fit_its_question_counts_as_none():
    applied = apply(SPEC, {"colours": "red", "sure": "yes", "stranger": "x"})

    assert applied.answers == {}
    assert applied.step("second") is None


answers = st.dictionaries(
    st.sampled_from(["colours", "warm", "why", "note", "sure", "stranger"]),
    st.one_of(
        st.none(), st.booleans(), st.sampled_from(["yes", "no", "x", ""]), st.integers(),
        st.lists(st.one_of(st.sampled_from(["red", "blue", "mauve"]), st.lists(st.text(), max_size=1)), max_size=2),
        st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=1),
    ),
)  # fmt: skip


@given(answers)
def test_applying_a_form_never_raises_and_twice_is_as_once(answers):
    once = apply(SPEC, answers)

    assert apply(SPEC, once.answers) == once
    asked = {field.key for step in once.steps for field in step.fields}
    assert set(once.answers) <= asked
    assert set(once.facts) == set(once.answers)

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from forms.definitions.conditions import OPERATORS, applies, holds
from forms.definitions.spec import ALL, ALWAYS, ANY, Condition, Rule

FACTS = {"one": ("red",), "many": ("red", "blue"), "day": ("2027-01-04",)}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("one", "equals", ("red",)), True),
        (Condition("one", "equals", ("blue",)), False),
        (Condition("many", "equals", ("red",)), False),
        (Condition("one", "one_of", ("blue", "red")), True),
        (Condition("many", "contains", ("blue",)), True),
        (Condition("many", "contains", ("green",)), False),
        (Condition("one", "not_equals", ("blue",)), True),
        (Condition("many", "not_equals", ("blue",)), False),
        (Condition("none", "not_equals", ("blue",)), True),
        (Condition("one", "answered"), True),
        (Condition("none", "answered"), False),
        (Condition("none", "not_answered"), True),
        (Condition("day", "before", ("2027-01-05",)), True),
        (Condition("day", "before", ("2027-01-04",)), False),
        (Condition("day", "after", ("2027-01-03",)), True),
        (Condition("none", "after", ("2027-01-03",)), False),
        (Condition("one", "resembles", ("red",)), False),
    ],
)
def test_each_operator_compares_as_it_says(condition, expected):
    assert holds(condition, FACTS) is expected


def test_a_rule_without_conditions_always_applies():
    assert applies(ALWAYS, {})
    assert applies(Rule(ANY), {})


def test_all_needs_every_condition_and_any_needs_one():
    conditions = (Condition("one", "equals", ("red",)), Condition("one", "equals", ("blue",)))

    assert not applies(Rule(ALL, conditions), FACTS)
    assert applies(Rule(ANY, conditions), FACTS)


@given(st.sampled_from(OPERATORS), st.lists(st.text()), st.lists(st.text()))
def test_an_unanswered_question_meets_only_the_negative_operators(operator, values, others):
    condition = Condition("gone", operator, tuple(values))

    assert holds(condition, {"other": tuple(others)}) is (operator in ("not_answered", "not_equals"))

"""Conditions between questions of one page: what is left to decide while it is filled in."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from forms.definitions.conditions import (
    AFTER,
    ANSWERED,
    AT_LEAST,
    AT_MOST,
    BEFORE,
    CONTAINS_WORDS,
    NOT_ANSWERED,
    NOT_EQUALS,
    Facts,
    holds,
)
from forms.definitions.fields import field_type
from forms.definitions.fields.day import in_words, stored_day
from forms.definitions.fields.derived import base_of
from forms.definitions.spec import ALL, ALWAYS, Condition, FieldSpec, Rule


def residual(rule: Rule, facts: Facts, asked: Collection[str]) -> Rule | None:
    """Return what of `rule` depends on the fields `asked` on this page; None if it can no longer hold."""
    open_ = tuple(condition for condition in rule.conditions if condition.field in asked)
    settled = [holds(condition, facts) for condition in rule.conditions if condition.field not in asked]
    if rule.match == ALL:
        return Rule(ALL, open_) if all(settled) else None
    if any(settled) or not rule.conditions:
        return ALWAYS
    return Rule(rule.match, open_) if open_ else None


def referred_to(field: FieldSpec, show_when: Rule) -> set[str]:
    """Return the keys of the questions that say whether a field is asked, or what is worked out for it."""
    return {condition.field for condition in show_when.conditions} | {base_of(field)}


def as_data(rule: Rule) -> str:
    """Return a rule as JSON for conditional.js: [[field, operator, [values]]]."""
    return json.dumps([[one.field, one.operator, one.values] for one in rule.conditions])


def condition_in_words(rule: Rule, fields: Mapping[str, FieldSpec]) -> str:
    """Return when a question is to be answered, for who fills in the form without JavaScript."""
    if not rule.conditions:
        return ""
    joined = (" and " if rule.match == ALL else " or ").join(
        _words(condition, fields[condition.field]) for condition in rule.conditions
    )
    return f"Answer this only if {joined}."


def _words(condition: Condition, field: FieldSpec) -> str:
    answer = f"your answer to “{field.label}”"
    if condition.operator == ANSWERED:
        return f"you answered “{field.label}”"
    if condition.operator == NOT_ANSWERED:
        return f"you left “{field.label}” empty"
    values = " or ".join(f"“{_value_in_words(value, field)}”" for value in condition.values)
    if condition.operator == NOT_EQUALS:
        return f"{answer} is not {values}"
    if condition.operator in (BEFORE, AFTER):
        return f"{answer} is {condition.operator} {values}"
    if condition.operator in (AT_LEAST, AT_MOST):
        counted = f"the number of rows of “{field.label}”" if field.type == "rows" else answer
        return f"{counted} is {condition.operator.replace('_', ' ')} {values}"
    if condition.operator == CONTAINS_WORDS:
        return f"{answer} contains the words {values}"
    return f"{answer} is {values}" if field.type != "checkboxes" else f"{answer} includes {values}"


def _value_in_words(value: str, field: FieldSpec) -> str:
    if day := stored_day(value):
        return in_words(day)
    for stored in (value, [value]):
        if lines := field_type(field.type).lines(field, stored):
            return lines[0]
    return value

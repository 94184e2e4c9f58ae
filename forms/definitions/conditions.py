"""Decide whether a step, field, disclosure or route applies. Pure: facts in, yes or no out."""

from __future__ import annotations

from collections.abc import Mapping

from forms.definitions.spec import ALL, Condition, Rule

EQUALS, NOT_EQUALS, ONE_OF, CONTAINS = "equals", "not_equals", "one_of", "contains"
ANSWERED, NOT_ANSWERED, BEFORE, AFTER = "answered", "not_answered", "before", "after"
OPERATORS = (EQUALS, NOT_EQUALS, ONE_OF, CONTAINS, ANSWERED, NOT_ANSWERED, BEFORE, AFTER)

# What a field's answer means to a condition: its values as text; dates as ISO 8601. No answer: empty.
Facts = Mapping[str, tuple[str, ...]]


def applies(rule: Rule, facts: Facts) -> bool:
    """Say whether the rule holds; a rule without conditions always does."""
    if not rule.conditions:
        return True
    results = (holds(condition, facts) for condition in rule.conditions)
    return all(results) if rule.match == ALL else any(results)


def holds(condition: Condition, facts: Facts) -> bool:
    """Say whether one condition holds; an unanswered field satisfies only the two negative operators."""
    found = facts.get(condition.field, ())
    wanted = condition.values
    match condition.operator:
        case "answered":
            return bool(found)
        case "not_answered":
            return not found
        case "not_equals":
            return not set(found) & set(wanted)
        case "equals" | "one_of":
            return len(found) == 1 and found[0] in wanted
        case "contains":
            return bool(set(found) & set(wanted))
        case "before":
            return bool(found) and bool(wanted) and found[0] < wanted[0]
        case "after":
            return bool(found) and bool(wanted) and found[0] > wanted[0]
    return False

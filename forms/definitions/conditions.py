"""Decide whether a step, field, disclosure or route applies. Pure: facts in, yes or no out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from forms.definitions.spec import ALL, Condition, Rule

EQUALS, NOT_EQUALS, ONE_OF, CONTAINS = "equals", "not_equals", "one_of", "contains"
ANSWERED, NOT_ANSWERED, BEFORE, AFTER = "answered", "not_answered", "before", "after"
AT_LEAST, AT_MOST, CONTAINS_WORDS = "at_least", "at_most", "contains_words"
OPERATORS = (
    EQUALS, NOT_EQUALS, ONE_OF, CONTAINS, CONTAINS_WORDS, ANSWERED, NOT_ANSWERED, BEFORE, AFTER, AT_LEAST, AT_MOST,
)  # fmt: skip

# What a field's answer means to a condition: its values as text; dates as ISO 8601, times as 09:30,
# numbers with a decimal point. No answer: empty.
Facts = Mapping[str, tuple[str, ...]]

# Says whether one value of an answer will do.
Fits = Callable[[str], bool]

# Letters and digits of any script; conditional.js splits the same way.
_WORD = re.compile(r"[^\W_]+")


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
    if not found or not wanted:
        return False
    return _compares(condition.operator, found[0], wanted[0])


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without what stands between them."""
    return _WORD.findall(text.lower())


def number_of(text: str) -> Decimal | None:
    """Return the number that a fact or a value stands for, None if it is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _compares(operator: str, found: str, wanted: str) -> bool:
    match operator:
        case "before":
            return found < wanted
        case "after":
            return found > wanted
        case "contains_words":
            return _has_phrase(words_of(found), words_of(wanted))
        case "at_least" | "at_most":
            number, bound = number_of(found), number_of(wanted)
            if number is None or bound is None:
                return False
            return number >= bound if operator == AT_LEAST else number <= bound
    return False


def _has_phrase(words: list[str], phrase: list[str]) -> bool:
    """Say whether the words of a phrase stand in a text, one after the other."""
    return bool(phrase) and any(
        words[start : start + len(phrase)] == phrase for start in range(len(words) - len(phrase) + 1)
    )

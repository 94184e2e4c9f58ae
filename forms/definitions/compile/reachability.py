"""Steps and questions that nobody can ever reach: no answers fulfil their conditions.

The conditions of what a condition refers to count too. The search is cut off after a number of steps and
then says nothing: a form is never refused that could be filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.definitions import conditions
from forms.definitions.compile import companions
from forms.definitions.compile.assembly import has_companion
from forms.definitions.compile.domains import Left, answers_to
from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source
from forms.definitions.fields import field_type
from forms.definitions.spec import ALL, Condition, FieldSpec, Rule

# Of the search: for one rule, and for all rules of a form.
MOST_STEPS, MOST_STEPS_OF_A_FORM = 300, 6_000
TOGETHER = "No answers fulfil these conditions together with those of the questions that they refer to."
STEP = f"This step is never shown. {TOGETHER}"
QUESTION = f"This question is never asked. {TOGETHER}"


@dataclass(frozen=True, slots=True)
class Asked:
    """When a question is asked, what may be answered, and whether it then surely has an answer."""

    rules: tuple[Rule, Rule]
    left: Left
    surely: bool


@dataclass(frozen=True, slots=True)
class State:
    """What is left of a question's answers, and whether it may have none."""

    left: Left
    none: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: Rule
    holds: bool


@dataclass(frozen=True, slots=True)
class _Condition:
    condition: Condition
    holds: bool


@dataclass(frozen=True, slots=True)
class _Question:
    key: str
    asked: bool


_Goal = _Rule | _Condition | _Question
_Goals = tuple[_Goal, ...]
_States = dict[str, State]


class _CutOff(Exception):
    """The search took too many steps."""


def problems(source: Source) -> Problems:
    """Say which steps and questions cannot be reached. For forms whose conditions are sound otherwise."""
    search = _Search(_questions(source))
    for step in source.steps:
        if not search.can_hold((step.spec.show_when,)):
            yield step.problem(STEP, "show_when")
            continue
        for field in step.fields:
            rules = (step.spec.show_when, field.spec.show_when)
            if field.spec.show_when.conditions and not search.can_hold(rules):
                yield field.problem(QUESTION, "show_when")


def _questions(source: Source) -> dict[str, Asked]:
    found: dict[str, Asked] = {}
    for step in source.steps:
        for field in step.fields:
            if field.type is None or not field.type.collects:
                continue
            values = field.type.possible_values(field.spec)
            found[field.spec.key] = Asked(
                (step.spec.show_when, field.spec.show_when),
                answers_to(field.spec, field.type.compared, values),
                surely=field.spec.required if field.type.asked else field.type.hidden,
            )
            if has_companion(field):
                companion = companions.companion_of(field.spec)
                found[companion.key] = _companion(companion, step.spec.show_when)
    return found


def _companion(field: FieldSpec, of_step: Rule) -> Asked:
    type_ = field_type(field.type)
    return Asked(
        (of_step, field.show_when),
        answers_to(field, type_.compared, type_.possible_values(field)),
        surely=True,
    )


class _Search:
    """Look for answers that reach all goals, one goal after the other, going back where one cannot be reached."""

    def __init__(self, questions: dict[str, Asked]) -> None:
        self.questions = questions
        self.left = MOST_STEPS_OF_A_FORM
        self.steps = 0

    def can_hold(self, rules: tuple[Rule, ...]) -> bool:
        """Say whether some answers fulfil all the rules; so too when that could not be found out."""
        if not any(rule.conditions for rule in rules):
            return True
        self.steps = 0
        try:
            return self.succeeds(tuple(_Rule(rule, holds=True) for rule in rules), {})
        except _CutOff:
            return True
        finally:
            self.left -= self.steps

    def succeeds(self, goals: _Goals, states: _States) -> bool:
        """Say whether some answers reach the goals; `states` is what earlier goals left of them."""
        self.steps += 1
        if self.steps > min(MOST_STEPS, self.left):
            raise _CutOff
        if not goals:
            return True
        goal, *others = goals
        rest = tuple(others)
        if isinstance(goal, _Rule):
            return self._rule(goal, rest, states)
        if isinstance(goal, _Question):
            return self._question(goal, rest, states)
        return self._condition(goal, rest, states)

    def _rule(self, goal: _Rule, rest: _Goals, states: _States) -> bool:
        single = [_Condition(one, goal.holds) for one in goal.rule.conditions]
        if not single:
            return goal.holds and self.succeeds(rest, states)
        if (goal.rule.match == ALL) is goal.holds:
            return self.succeeds((*single, *rest), states)
        return any(self.succeeds((one, *rest), states) for one in single)

    def _question(self, goal: _Question, rest: _Goals, states: _States) -> bool:
        rules = [_Rule(rule, goal.asked) for rule in self.questions[goal.key].rules]
        if goal.asked:
            return self.succeeds((*rules, *rest), states)
        return any(self.succeeds((one, *rest), states) for one in rules)

    def _condition(self, goal: _Condition, rest: _Goals, states: _States) -> bool:
        key, operator = goal.condition.field, goal.condition.operator
        question = self.questions.get(key)
        if question is None:
            return self.succeeds(rest, states)
        state = states.get(key) or State(question.left, none=True)
        left, answered = self._left(state.left, goal)
        none = state.none and goal.holds is (operator in (conditions.NOT_ANSWERED, conditions.NOT_EQUALS))
        if not answered and not none:
            return False
        after = {**states, key: State(left, none)}
        if answered and not none and state.none:
            # It has an answer now, so it must have been asked.
            return self.succeeds((_Question(key, asked=True), *rest), after)
        if none and not answered and question.surely:
            return self.succeeds((_Question(key, asked=False), *rest), after)
        return self.succeeds(rest, after)

    def _left(self, left: Left, goal: _Condition) -> tuple[Left, bool]:
        """Return which answers are left, and whether any is."""
        operator = goal.condition.operator
        if operator in (conditions.ANSWERED, conditions.NOT_ANSWERED):
            return left, (operator == conditions.ANSWERED) is goal.holds and not left.empty
        left = left.narrowed(goal.condition, holds=goal.holds)
        return left, not left.empty

"""Check a whole form again, as if every page were posted at once: nothing saved is trusted when it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.definitions.context import FormContext
from forms.definitions.fields import field_type
from forms.definitions.form_building import StepForm
from forms.definitions.kinds import kind_of
from forms.definitions.rechecking import recheck
from forms.definitions.spec import FormSpec
from forms.documents.pdf import can_print
from forms.submissions.journey import Journey


@dataclass(frozen=True, slots=True)
class StepProblem:
    """What is wrong with an answer and the page on which it is put right; `field` may be empty."""

    step: str
    field: str
    message: str
    soft: bool = False


def problems_of(spec: FormSpec, journey: Journey, context: FormContext) -> tuple[StepProblem, ...]:
    """Return every hard problem of the answers: page by page, then across pages."""
    stored = recheck(spec=spec, context=context, applied=journey.applied)
    found = [
        StepProblem(one.step, "" if one.field == "__all__" else one.field, one.message) for one in stored
    ]
    found += broken_rules(spec, journey, context)
    return tuple(dict.fromkeys(found))


def rule_problems(spec: FormSpec, journey: Journey, context: FormContext) -> tuple[StepProblem, ...]:
    """Return what the kind's rules say about the answers so far, each with the page it belongs to."""
    places = {field.key: stop.key for stop in journey.stops for field in stop.step.fields}
    fallback = journey.stops[-1].key if journey.stops else ""
    problems = kind_of(spec.kind).answer_problems(spec, journey.applied.answers, context)
    return tuple(
        StepProblem(places.get(one.field, fallback), one.field, one.message, one.soft) for one in problems
    )


def broken_rules(spec: FormSpec, journey: Journey, context: FormContext) -> tuple[StepProblem, ...]:
    """Return the kind's hard rules that the answers so far break, on whichever page."""
    return tuple(problem for problem in rule_problems(spec, journey, context) if not problem.soft)


def follows_rules(form: StepForm, broken: Iterable[StepProblem]) -> bool:
    """Put broken rules beside the questions of a posted page; say whether all is right on it."""
    for problem in broken:
        if problem.field in form.fields and problem.field not in form.errors:
            form.add_error(problem.field, problem.message)
    return not form.errors


def printing_problems(journey: Journey) -> tuple[StepProblem, ...]:
    """Return, as soft problems, the answers with characters that the documents cannot show."""
    answers = journey.applied.answers
    return tuple(
        StepProblem(
            stop.key,
            field.key,
            f"Some characters of “{field.label}” cannot be printed in the document; they appear as a code.",
            soft=True,
        )
        for stop in journey.stops
        for field in stop.step.fields
        if not all(map(can_print, field_type(field.type).lines(field, answers.get(field.key))))
    )

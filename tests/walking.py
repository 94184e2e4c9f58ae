"""Fill in any form as a person would: step by step, each page posted until it is accepted."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from forms.definitions.context import FormContext
from forms.definitions.fields import field_type
from forms.definitions.form_building import StepForm, build_form
from forms.definitions.spec import FieldSpec, FormSpec, Json, StepSpec
from forms.submissions.journey import Journey, journey_of
from tests.unit.definitions.samples import SAMPLES
from tests.uploading import Uploads

# A page is given up after as many attempts: then nobody could fill it in.
ATTEMPTS = 60
TEXTS = ("Sam", "AB1", "Robin Referrer", "Has hay fever in June", "no")
NUMBERS = ("1", "5", "7", "12", "40")
DAYS = ("2027-01-04", "2027-01-03", "2027-02-10", "2027-06-01", "2026-12-24", "2028-01-01")
# Tried last: later than what is counted from the days above.
FAR_DAYS = ("2035-01-01", "2060-01-01", "2120-01-01")
TIMES = ("09:30", "8.15", "2 pm", "23:59")


class CannotBeFilledIn(AssertionError):
    """A page of the form accepted no answers."""


def walk(
    spec: FormSpec, *, context: FormContext, chance: random.Random, uploads: Uploads | None = None
) -> dict[str, Json]:
    """Return the answers of one random way through a form; raise CannotBeFilledIn.

    What is stored after each page is read again for the next one, as the wizard does. Files are chosen
    where there are `uploads`.
    """
    answers: dict[str, Json] = {}
    visited: set[str] = set()
    while (stop := plan(spec, answers, visited, context).next_to_do) is not None:
        form = fill_in(stop.step, spec=spec, context=context, answers=answers, chance=chance, uploads=uploads)
        own = {field.key for step in spec.steps if step.key == stop.key for field in step.fields}
        answers = {key: stored for key, stored in answers.items() if key not in own} | form.stored_answers()
        if stop.key in visited:
            raise CannotBeFilledIn(f"The page {stop.key} was saved whole and is not complete.")
        visited.add(stop.key)
    return dict(plan(spec, answers, visited, context).applied.answers)


def plan(spec: FormSpec, answers: dict[str, Json], visited: Iterable[str], context: FormContext) -> Journey:
    """Return where a person is who saved these answers."""
    return journey_of(spec, answers, tuple(visited), today=context.today)


def fill_in(
    step: StepSpec,
    *,
    spec: FormSpec,
    context: FormContext,
    answers: dict[str, Json],
    chance: random.Random,
    uploads: Uploads | None = None,
) -> StepForm:
    """Return the form of a page with random answers that it accepts; what it refuses is answered otherwise."""
    whole = next(one for one in spec.steps if one.key == step.key)
    choices = {
        field.key: [*shuffled(candidates(field, context), chance), *last_resorts(field)]
        for field in whole.fields
    }
    tried = dict.fromkeys(choices, 0)
    form = None
    for _ in range(ATTEMPTS):
        data = QueryDict(mutable=True)
        for key, ways in choices.items():
            for name, value in (ways[tried[key] % len(ways)] if ways else {}).items():
                data.setlist(name, value if isinstance(value, list) else [value])
        problems: Mapping[str, Iterable[str]] = {}
        if uploads is not None:
            received = uploads.take_in(whole, data)
            data, problems = received.data, received.problems
            context = uploads.known_to(context, whole)
        form = build_form(step, spec=spec, context=context, answers=answers, data=data)
        if form.is_valid():
            for key, messages in problems.items():
                form.refuse(key, "; ".join(messages))
        if form.is_valid():
            return form
        for key in form.errors:
            tried[key] += 1
    raise CannotBeFilledIn(f"{step.key}: {form.errors.as_json() if form else ''}")


def candidates(field: FieldSpec, context: FormContext) -> list[dict[str, Any]]:
    """Return what a browser might post for a question; nothing at all where it may stay empty."""
    type_ = field_type(field.type)
    if not type_.asked:
        return []
    ways = [_renamed(field, way) for way in _ways(field)]
    return ways if field.required else [*ways, {}]


def last_resorts(field: FieldSpec) -> list[dict[str, Any]]:
    """Return what is posted only where nothing else was accepted."""
    return [_renamed(field, _on_day(day)) for day in FAR_DAYS] if field.type == "date" else []


def shuffled(ways: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Return the ways in a random order."""
    return chance.sample(ways, len(ways))


def _ways(field: FieldSpec) -> list[dict[str, Any]]:
    values = sorted(field_type(field.type).possible_values(field))
    match field.type:
        case "files":
            return [{}]
        case "short_text" | "long_text":
            return [{"q": text} for text in TEXTS]
        case "number":
            limits = [field.settings.get(name) for name in ("smallest", "largest")]
            return [{"q": number} for number in (*NUMBERS, *filter(None, limits))]
        case "time":
            return [{"q": time} for time in TIMES]
        case "date":
            return [_on_day(day) for day in DAYS]
        case "yes_no" | "radios" | "select":
            return [{"q": value} for value in values]
        case "checkboxes":
            return [{"q": values}, *({"q": [value]} for value in values)]
    return [SAMPLES[field.type][1]]


def _on_day(day: str) -> dict[str, Any]:
    return dict(zip(("q_year", "q_month", "q_day"), day.split("-"), strict=True))


def _renamed(field: FieldSpec, data: dict[str, Any]) -> dict[str, Any]:
    """Return posted data of the key `q` under the key of the field."""
    return {f"{field.key}{name.removeprefix('q')}": value for name, value in data.items()}

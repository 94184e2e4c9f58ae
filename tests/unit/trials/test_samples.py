"""Made-up answers: every type of question has one that would be accepted, and that is nobody's."""

from __future__ import annotations

import json
import re

import pytest

from forms.definitions.fields import all_field_types, field_type
from forms.definitions.form_building import build_form
from forms.definitions.spec import Check, Condition, FormSpec, Rule, StepSpec
from forms.trials.samples import sample_answers, sample_of
from tests.unit.definitions.samples import CONTEXT, SAMPLES, TODAY, a_field, a_form

ASKED = [one.name for one in all_field_types() if one.asked and one.collects]


@pytest.mark.parametrize("name", ASKED)
def test_every_type_has_a_sample_that_its_own_page_accepts(name):
    field = a_field(name)
    type_, stored = field_type(name), sample_of(field, CONTEXT)

    assert type_.fits(field, stored)
    assert type_.lines(field, stored)
    spec = a_form(field)
    posted = type_.posted(field, stored)
    form = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data=posted)
    assert form.is_valid(), form.errors
    assert form.stored_answers() == {"q": stored}


@pytest.mark.parametrize("name", [one.name for one in all_field_types() if not one.asked])
def test_what_nobody_is_asked_has_the_answer_that_it_works_out(name):
    field = a_field(name)

    assert sample_of(field, CONTEXT) == field_type(name).derive(field, None, {}, TODAY)


def test_no_sample_is_anybodys():
    said = json.dumps([sample_of(a_field(name), CONTEXT) for name in SAMPLES])

    assert re.findall(r"\b\d{10}\b", said) == ["9990000018"]
    assert re.findall(r"07\d{3} \d{6}", said) == ["07700 900123"]
    assert {address.rpartition(".")[2] for address in re.findall(r"[\w.]+@[\w.]+", said)} == {"invalid"}


@pytest.mark.parametrize(
    ("name", "settings", "checks"),
    [
        ("short_text", {"max_length": 4}, ()),
        ("short_text", {}, (Check("shortest", "40"),)),
        ("short_text", {}, (Check("longest", "5"),)),
        ("number", {"smallest": "40", "largest": "41"}, ()),
        ("number", {}, (Check("smallest", "500"),)),
        ("date", {"earliest": "today+30"}, ()),
        ("date", {"latest": "today-90"}, ()),
        ("date_of_birth", {"minimum_age": 70}, ()),
    ],
)
def test_a_sample_keeps_what_the_editor_asks_of_an_answer(name, settings, checks):
    field = a_field(name, settings=settings, checks=checks)
    spec = a_form(field)
    posted = field_type(name).posted(field, sample_of(field, CONTEXT))

    form = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data=posted)

    assert form.is_valid(), form.errors


def test_samples_follow_the_conditions_of_the_form():
    wants = a_field("yes_no", key="wants")
    steps = (
        StepSpec("one", "One", fields=(wants,)),
        StepSpec("two", "Two", show_when=_when("wants", "yes"), fields=(a_field("email", key="mail"),)),
        StepSpec("three", "Three", show_when=_when("wants", "no"), fields=(a_field("email", key="other"),)),
    )

    assert set(sample_answers(FormSpec("any", "Form", steps=steps), CONTEXT)) == {"wants", "mail"}


def _when(key, value):
    return Rule(conditions=(Condition(key, "equals", (value,)),))

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definitions import questions
from forms.definitions.context import Choice, FormContext
from forms.definitions.form_building import StepForm, build_form
from tests.unit.definitions.samples import CONTEXT, SAMPLES, a_field, a_form


def asked(name: str, *, context: FormContext = CONTEXT, **of_the_field: object) -> StepForm:
    spec = a_form(a_field(name, **of_the_field))
    return build_form(spec.steps[0], spec=spec, context=context, answers={})


@pytest.fixture(autouse=True)
def nothing_drawn_yet():
    questions._drawn_once.cache_clear()


def kept() -> int:
    return questions._drawn_once.cache_info().currsize


def test_a_blank_question_is_drawn_once_for_everybody():
    first = str(asked("short_text", label="Name of the ward").questions[0])

    assert str(asked("short_text", label="Name of the ward").questions[0]) is first
    assert "Name of the ward" in first


def test_a_reworded_question_its_notice_and_what_is_on_offer_show_at_once():
    str(asked("long_text", label="Notes").questions[0])
    str(asked("organisation").questions[0])
    told = replace(CONTEXT, safety_notice="Report side effects to the new address.")
    other = replace(CONTEXT, organisations=(Choice("b1", "Marram Road Hospital"),))

    assert "Further notes" in str(asked("long_text", label="Further notes").questions[0])
    assert "the new address" in str(asked("long_text", context=told, label="Notes").questions[0])
    assert "Marram Road" in str(asked("organisation", context=other).questions[0])


@pytest.mark.parametrize("name", [name for name, (_, posted, _) in SAMPLES.items() if posted])
def test_no_answer_is_kept_after_its_page(name):
    _, posted, stored = SAMPLES[name]
    spec = a_form(a_field(name))
    filled = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={"q": stored})
    sent = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data=posted)

    assert all(str(question) for form in (filled, sent) for question in form.questions)
    assert kept() == 0

"""What a kind may leave out: routes, further audiences, and the questions about side effects."""

from __future__ import annotations

import pytest

from forms.definitions import kinds
from forms.definitions.compile import compile_form
from forms.definitions.kinds import FormKind
from forms.definitions.spec import AudienceSpec
from tests.unit.definitions_compile.examples import a_form, question, rule, step


class Contract(FormKind):
    """A form about no patient, for one audience."""

    key = "contract"
    label = "Contract"
    audiences = (AudienceSpec("parties", "The parties to the agreement"),)
    safety_questions = False


@pytest.fixture
def contract():
    kinds.register(Contract())
    yield
    del kinds._kinds["contract"]


def asked(type_, key, **values):
    shared = [{"audience": "parties", "decision": "share", "purpose": "It is part of the agreement"}]
    return question(type_, key, disclosures=shared, **values)


def a_contract(*questions):
    return a_form(kind="contract", steps=[step("scope", *questions)], routes=[])


def test_one_audience_and_no_routes_are_enough(contract):
    spec = compile_form(a_contract(asked("short_text", "trust"), asked("long_text", "remarks")))

    assert spec.routes == ()
    assert [audience.key for audience in spec.audiences] == ["parties"]


def test_free_text_about_no_patient_asks_for_no_adverse_event(contract):
    spec = compile_form(a_contract(asked("long_text", "remarks"), asked("short_text", "why")))

    assert [field.key for field in spec.fields()] == ["remarks", "why"]


def test_a_key_that_no_companion_has_is_free(contract):
    spec = compile_form(a_contract(asked("long_text", "remarks"), asked("yes_no", "remarks_adverse_event")))

    assert spec.field("remarks_adverse_event").companion_of == ""


def test_a_condition_finds_no_companion_that_is_not_asked(contract):
    late = asked("short_text", "why", show_when=rule(("remarks_adverse_event", "equals", "yes")))

    with pytest.raises(Exception, match="No question has the key"):
        compile_form(a_contract(asked("long_text", "remarks"), late))

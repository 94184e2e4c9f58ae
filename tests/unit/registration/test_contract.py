"""A definition that breaks what the rules need is refused in an editor's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms.definitions.compile import CompileFailed
from forms.registration.contract import REQUIREMENTS
from tests.unit.registration.forms_for_tests import compiled, form_data, question, registration


def messages_of(data: Any) -> str:
    with pytest.raises(CompileFailed) as failed:
        compiled(data)
    return "\n".join(str(problem) for problem in failed.value.problems)


def test_the_programmes_form_fulfils_the_contract() -> None:
    spec = registration()

    assert [step.key for step in spec.steps] == [
        "organisation", "patient", "contact", "clinical", "services", "delivery", "confirm",
    ]  # fmt: skip
    assert [(route.audience, route.role) for route in spec.routes] == [
        ("nurse", "nurse"), ("homecare", "homecare"), ("app", "app"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", [requirement.key for requirement in REQUIREMENTS])
def test_a_question_that_the_rules_need_cannot_be_left_out(key: str) -> None:
    data = form_data()
    for step in data["steps"]:
        step["value"]["fields"] = [one for one in step["value"]["fields"] if one["value"]["key"] != key]

    assert f"the key “{key}”" in messages_of(data)


def _not_required(data: Any) -> None:
    question(data, "health_number")["required"] = False


def _sometimes_hidden(data: Any) -> None:
    question(data, "signature")["show_when"] = {
        "match": "all",
        "conditions": [{"field": "adverse_event", "operator": "equals", "value": "no"}],
    }


def _service_without_route(data: Any) -> None:
    question(data, "services")["options"].append({"value": "blood_tests", "label": "Blood tests"})


def _route_without_service(data: Any) -> None:
    question(data, "services")["options"].pop()


def _route_for_everybody(data: Any) -> None:
    del data["routes"][0]["value"]["show_when"]


def _route_for_others(data: Any) -> None:
    data["routes"][0]["value"]["show_when"]["conditions"][0]["value"] = "app"


def _permission_missing(data: Any) -> None:
    question(data, "permission_homecare")["key"] = "permission_for_delivery"


def _permission_not_required(data: Any) -> None:
    question(data, "permission_nurse")["required"] = False


def _permission_not_shown(data: Any) -> None:
    question(data, "permission_nurse")["show_when"]["conditions"][0]["value"] = "app"


def _permission_withheld(data: Any) -> None:
    question(data, "permission_nurse")["disclosures"][0]["decision"] = "withhold"


def _provider_not_required(data: Any) -> None:
    question(data, "homecare_provider")["required"] = False


def _provider_not_followed(data: Any) -> None:
    data["routes"][1]["value"]["partner_field"] = ""


def _unknown_frequency(data: Any) -> None:
    question(data, "delivery_frequency")["options"].append({"value": "weekly", "label": "Weekly"})


def _calendar_tells_the_app(data: Any) -> None:
    shown = question(data, "delivery_frequency")["disclosures"]
    shown[2] = {"audience": "app", "decision": "share", "purpose": "To remind the patient of deliveries."}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_not_required, "must be required"),
        (_sometimes_hidden, "must always be shown"),
        (_service_without_route, "Nobody receives the service “Blood tests”"),
        (_route_without_service, "has no service that a team can choose"),
        (_route_for_everybody, "must apply only when its service is chosen"),
        (_route_for_others, "must apply whenever its service is chosen"),
        (_permission_missing, "a permission field with the key permission_homecare"),
        (_permission_not_required, "“Permission for the nurse service” must be required"),
        (_permission_not_shown, "must be shown whenever the service “nurse” is chosen"),
        (_permission_withheld, "must be shared with the recipient it is for"),
        (_provider_not_required, "must be required and shown whenever homecare is chosen"),
        (_provider_not_followed, "must lead to the provider that the team chose"),
        (_unknown_frequency, "The calendar does not know “Weekly”"),
        (_calendar_tells_the_app, "would tell “app” the date of the first dose"),
    ],
)
def test_a_broken_contract_is_said_in_an_editors_words(spoil: Callable[[Any], None], said: str) -> None:
    data = form_data()

    spoil(data)

    assert said in messages_of(data)

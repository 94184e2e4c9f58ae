"""Rules across answers: what is refused, what is only worth a look, what waits for its page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms.definitions.context import Choice, FormContext
from forms.definitions.kinds import kind_of
from forms.definitions.spec import Answers
from forms.registration.rules import answer_problems
from tests.unit.registration.forms_for_tests import registration

TODAY = date(2027, 1, 4)
CONTEXT = FormContext(
    today=TODAY, partners=(Choice("1", "Nurses", "nurse"), Choice("2", "Homecare One", "homecare"))
)
NHS = {"kind": "nhs", "value": "9990000018"}
ADDRESS = {"lines": ["12 Gull Terrace"], "town": "Harbour Vale", "postcode": "ZZ1 1AA"}
GIVEN = {"given": True, "how": "phone", "on": "2027-01-04"}
COMPLETE: dict[str, Any] = {
    "given_name": "Llinos",
    "family_name": "Quayle",
    "date_of_birth": "1984-03-27",
    "health_number": NHS,
    "home_address": ADDRESS,
    "mobile": "07700 900123",
    "voicemail_ok": "yes",
    "first_dose_date": "2027-02-01",
    "services": ["nurse", "homecare"],
    "visit_mode": "face_to_face",
    "homecare_provider": {"id": "2", "label": "Homecare One"},
    "delivery_frequency": "monthly",
    "first_delivery_by": "2027-01-29",
    "permission_nurse": GIVEN,
    "permission_homecare": GIVEN,
    "signature": {"name": "Robin", "job_title": "Nurse"},
}


def broken(**changes: Any) -> list[tuple[str, bool]]:
    """Return field and softness of each problem of the complete answers with changes; None takes one out."""
    answers: Answers = {key: value for key, value in {**COMPLETE, **changes}.items() if value is not None}
    return [(one.field, one.soft) for one in answer_problems(registration(), answers, CONTEXT)]


def test_complete_answers_break_no_rule() -> None:
    assert broken() == []


def test_nothing_is_asked_of_pages_that_were_not_reached() -> None:
    assert list(answer_problems(registration(), {}, CONTEXT)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"first_dose_date": "2027-01-03", "first_delivery_by": None}, ("first_dose_date", False)),
        ({"first_delivery_by": "2027-02-02"}, ("first_delivery_by", False)),
        ({"first_delivery_by": "2027-01-03"}, ("first_delivery_by", False)),
        ({"mobile": None}, ("mobile", False)),
        ({"home_address": None}, ("home_address", False)),
        ({"services": ["nurse"], "home_address": None}, ("home_address", False)),
        ({"services": []}, ("services", False)),
        ({"homecare_provider": None}, ("homecare_provider", False)),
        ({"permission_nurse": None}, ("permission_nurse", False)),
        ({"permission_homecare": None}, ("permission_homecare", False)),
        ({"health_number": {"kind": "chi", "value": "2803840010"}}, ("date_of_birth", True)),
        ({"referrer_register": "nmc", "referrer_number": "1234567"}, ("referrer_number", True)),
        ({"consultant_gmc": "12345"}, ("consultant_gmc", True)),
        # No number at all: its check digit is wrong. Only its beginning matters here.
        ({"health_number": {"kind": "nhs", "value": "3150000001"}}, ("health_number", True)),
        ({"permission_nurse": {**GIVEN, "on": "1900-11-01"}}, ("permission_nurse", False)),
        ({"permission_homecare": {**GIVEN, "on": "2026-01-02"}}, ("permission_homecare", True)),
    ],
)
def test_one_broken_rule_is_reported_at_its_field(changes: dict[str, Any], problem: tuple[str, bool]) -> None:
    assert broken(**changes) == [problem]


@pytest.mark.parametrize(
    "changes",
    [
        {"first_dose_date": "2027-01-04", "first_delivery_by": "2027-01-04"},
        {"mobile": None, "landline": "020 7946 0018"},
        {"services": ["nurse"], "visit_mode": "virtual", "home_address": None},
        {"health_number": {"kind": "chi", "value": "2703840013"}},
        {"health_number": NHS, "date_of_birth": "1990-01-01"},
        {"referrer_register": "nmc", "referrer_number": "00z 0000 z"},
        {"referrer_register": "hcpc", "referrer_number": "PH123456"},
        {"consultant_gmc": "C0000001"},
    ],
)
def test_what_keeps_the_rules_is_left_alone(changes: dict[str, Any]) -> None:
    assert broken(**changes) == []


def test_an_adverse_event_beside_one_answer_and_none_in_the_whole_form_is_worth_a_look() -> None:
    answered = {"allergies": "Latex.", "allergies_adverse_event": "yes"}

    assert broken(**answered, adverse_event="no") == [("adverse_event", True)]
    assert broken(**answered, adverse_event="yes") == []
    assert broken(**{**answered, "allergies_adverse_event": "no"}, adverse_event="no") == []


def test_a_service_without_a_partner_today_cannot_be_chosen() -> None:
    assert broken(services=["app"], permission_app=GIVEN, visit_mode=None) == [("services", False)]


def test_the_app_service_needs_a_way_to_reach_the_patient() -> None:
    context = FormContext(today=TODAY, partners=(Choice("3", "App", "app"),))
    answers = {"landline": "020 7946 0018", "services": ["app"], "voicemail_ok": "yes"}

    problems = list(answer_problems(registration(), answers, context))

    assert [one.field for one in problems] == ["email"]


def test_the_identity_is_the_number_with_its_kind() -> None:
    kind = kind_of("patient_registration")

    assert kind.identity(COMPLETE) == "nhs:9990000018"
    assert kind.identity({}) == ""


def test_a_draft_is_called_after_the_patient() -> None:
    kind = kind_of("patient_registration")

    assert kind.draft_title(COMPLETE) == "Quayle, Llinos"
    assert kind.draft_title({"given_name": "Llinos"}) == "Llinos"
    assert kind.draft_title({}) == ""


def test_a_typed_number_could_be_of_any_register() -> None:
    kind = kind_of("patient_registration")

    assert kind.identity({"health_number": NHS}) in kind.identities_of("999 000 0018")
    assert kind.identities_of("999 000 001") == ()
    assert kind.identities_of("Quayle") == ()

"""Every field of the registration as the domain sheet lists it, and who receives it."""

from __future__ import annotations

import pytest

from forms.definitions.conditions import applies
from forms.definitions.spec import SHARE, WHEN, WITHHOLD, Disclosure
from tests.unit.registration.forms_for_tests import registration

# Step, key, then nurse service, homecare provider, app service:
# ● always, ○ if supplied (so shared, and not required), - withheld, ? only when the answers ask for it.
SHEET = """
organisation organisation          ● ● -
organisation site                  ● ● -
organisation referrer_name         ● ● -
organisation referrer_role         ● ● -
organisation referrer_register     ● ● -
organisation referrer_number       ● ● -
organisation team_email            ● ● -
organisation team_phone            ● ● -
patient      given_name            ● ● ●
patient      family_name           ● ● ●
patient      date_of_birth         ● ● -
patient      health_number         ● ● -
patient      hospital_number       - ● -
contact      home_address          ? ● -
contact      mobile                ● ● ?
contact      landline              ● ● -
contact      email                 ○ ○ ○
contact      best_time             ● ● -
contact      voicemail_ok          ● ● -
contact      sms_ok                ● ● -
contact      interpreter           ● ● ●
contact      interpreter_language  ● ● ●
contact      communication_needs   ○ ○ ○
contact      carer                 ● ● -
contact      carer_name            ● ● -
contact      carer_relationship    ● ● -
contact      carer_phone           ● ● -
contact      carer_permission      ● ● -
clinical     ms_type               ● ● -
clinical     consultant_name       ● ● -
clinical     consultant_gmc        ● ● -
clinical     allergies_known       ● ● -
clinical     allergies             ● ● -
clinical     prescribing_decision  ● ● -
clinical     hepatitis_b_reviewed  ● - -
clinical     immune_status_reviewed ● - -
clinical     vaccines_reviewed     ● - -
clinical     no_active_infection   ● - -
clinical     first_dose_date       ● ● -
clinical     support_needs         ○ - -
services     services              - - -
services     visit_mode            ● - -
services     reminders             ● - -
services     homecare_provider     - ● -
delivery     deliver_home          - ● -
delivery     delivery_address      - ● -
delivery     nominated             - ● -
delivery     nominated_name        - ● -
delivery     nominated_age         - ● -
delivery     access_notes          - ○ -
delivery     delivery_frequency    - ● -
delivery     first_delivery_by     ● ● -
delivery     fridge                - ● -
delivery     sharps_bin            - ● -
delivery     pharmacy_contact      - ● -
delivery     pharmacy_phone        - ● -
delivery     pharmacy_email        - ● -
delivery     purchase_order        - ● -
delivery     invoice_address       - ● -
delivery     prescription_status   - ● -
confirm      permission_nurse      ● - -
confirm      permission_homecare   - ● -
confirm      permission_app        - - ●
confirm      privacy_notice_given  ● ● ●
confirm      adverse_event         ● ● -
confirm      hcp_declaration       ● ● -
confirm      signature             ● ● -
"""
ROWS = [tuple(line.split()) for line in SHEET.strip().splitlines()]
DECISIONS = {"●": SHARE, "○": SHARE, "-": WITHHOLD, "?": WHEN}


@pytest.mark.parametrize(("step", "key", "nurse", "homecare", "app"), ROWS, ids=[row[1] for row in ROWS])
def test_a_field_of_the_sheet_reaches_exactly_whom_the_sheet_says(
    step: str, key: str, nurse: str, homecare: str, app: str
) -> None:
    found = registration().step(step)
    assert found is not None
    field = next(field for field in found.fields if field.key == key)

    decisions = {one.audience: one.decision for one in field.disclosures}

    assert decisions == {
        "nurse": DECISIONS[nurse],
        "homecare": DECISIONS[homecare],
        "app": DECISIONS[app],
        "team": SHARE,
    }
    if "○" in (nurse, homecare, app):
        assert not field.required


def test_the_form_asks_nothing_that_the_sheet_does_not_list() -> None:
    asked = {field.key for field in registration().fields() if not field.companion_of}

    assert asked == {row[1] for row in ROWS}


def test_every_disclosure_says_for_what_purpose_and_every_refusal_why() -> None:
    for field in registration().fields():
        assert all(len(one.purpose) > 15 for one in field.disclosures), field.key


def test_an_adverse_event_question_goes_where_its_text_goes() -> None:
    spec = registration()
    companions = [field for field in spec.fields() if field.companion_of]

    assert {field.companion_of for field in companions} == {
        "communication_needs", "allergies", "support_needs", "access_notes",
    }  # fmt: skip
    for companion in companions:
        text = spec.field(companion.companion_of)
        assert text is not None
        assert companion.disclosures == text.disclosures


@pytest.mark.parametrize(
    ("visit_mode", "told"), [("virtual", False), ("face_to_face", True), ("mixed", True), ("", False)]
)
def test_the_nurse_service_learns_the_address_only_for_visits_at_home(visit_mode: str, told: bool) -> None:
    rule = _disclosure("home_address", "nurse").when

    assert applies(rule, {"visit_mode": (visit_mode,)} if visit_mode else {}) is told


def test_the_app_service_learns_the_mobile_number_only_without_an_e_mail_address() -> None:
    rule = _disclosure("mobile", "app").when

    assert applies(rule, {"mobile": ("07700 900123",)})
    assert not applies(rule, {"mobile": ("07700 900123",), "email": ("a@b.invalid",)})


def test_delivery_is_asked_only_of_those_who_chose_homecare() -> None:
    step = registration().step("delivery")
    assert step is not None

    assert applies(step.show_when, {"services": ("nurse", "homecare")})
    assert not applies(step.show_when, {"services": ("nurse",)})


def _disclosure(key: str, audience: str) -> Disclosure:
    field = registration().field(key)
    assert field is not None
    return next(one for one in field.disclosures if one.audience == audience)

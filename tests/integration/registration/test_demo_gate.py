"""The demo's gate: fictitious, open hospitals register with partners on offer, but for what is unsigned."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agreements.demo_gate import DemoGate
from config.demo_agreements import missing_agreements
from content.loading.files import folder_of
from directory.models import Organisation, Partner
from tests.programme_data import PROGRAMME

BASE = Path(__file__).parents[3]

TODAY = date(2027, 1, 4)


def decision(organisation: Organisation, partner: Partner, on: date = TODAY) -> tuple[bool, tuple[str, ...]]:
    decided = DemoGate().may_send(organisation=organisation, partner=partner, on=on)
    assert decided.allowed or decided.reason
    return decided.allowed, decided.missing


def test_an_open_demo_hospital_may_register(organisation: Organisation, homecare_provider: Partner) -> None:
    assert decision(organisation, homecare_provider) == (True, ())


def test_a_closed_hospital_may_not(organisation: Organisation, homecare_provider: Partner) -> None:
    organisation.status = Organisation.Status.CLOSED

    assert decision(organisation, homecare_provider) == (False, ("organisation",))


def test_a_real_hospital_may_not(organisation: Organisation, homecare_provider: Partner) -> None:
    organisation.fictitious = False

    assert decision(organisation, homecare_provider) == (False, ("organisation",))


@pytest.mark.parametrize(
    ("available_from", "available_until"), [(None, None), (date(2027, 1, 5), None), (None, date(2027, 1, 3))]
)
def test_a_partner_not_on_offer_receives_nothing(
    organisation: Organisation,
    homecare_provider: Partner,
    available_from: date | None,
    available_until: date | None,
) -> None:
    homecare_provider.available_from = available_from
    homecare_provider.available_until = available_until

    assert decision(organisation, homecare_provider) == (False, ("partner",))


def test_what_the_settings_call_unsigned_is_refused_and_not_offered(
    organisation: Organisation, homecare_provider: Partner, nurse_service: Partner, settings: Any
) -> None:
    settings.DEMO_MISSING_AGREEMENTS = {(organisation.ods_code, homecare_provider.code)}

    offered = DemoGate().allowed_partners(
        organisation=organisation, partners=(homecare_provider, nurse_service), on=TODAY
    )

    assert decision(organisation, homecare_provider) == (False, ("agreement",))
    assert offered == (nurse_service,)


def test_what_is_unsigned_comes_from_each_programmes_demo_data(tmp_path: Path) -> None:
    for name, demo in (
        ("one", {"missing_agreements": [{"organisation": "ZZ001", "partner": "a"}]}),
        ("two", {}),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "demo.json").write_text(json.dumps(demo))

    assert missing_agreements(tmp_path) == {("ZZ001", "a")}


def test_the_code_of_the_demo_names_no_partner() -> None:
    codes = {one["partner"] for one in folder_of(PROGRAMME).read("demo")["missing_agreements"]}
    assert codes
    for path in (BASE / "site").rglob("*.py"):
        assert not any(code in path.read_text() for code in codes), path

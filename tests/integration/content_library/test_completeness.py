"""A version declares what a page has to, before anybody certifies it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from content.certification.models import Certificate
from content.certification.refusals import NotComplete
from programme.models import Programme, SafetyRecord
from tests.library_building import DECLARED, a_document, in_force

pytestmark = pytest.mark.django_db


def test_promotion_to_patients_is_not_certified(programme: Programme, now: datetime) -> None:
    declared = replace(DECLARED, audience="patients", label="promotional")
    document = a_document(programme, now=now, declarations=declared)

    with pytest.raises(NotComplete, match="Only material for healthcare professionals"):
        in_force(document, now=now)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"prepared_on": date(2027, 1, 5)}, "has not come yet"),
        ({"prepared_on": date(2025, 1, 3)}, "more than 24 months ago"),
        ({"job_code": " "}, "Enter the job code"),
    ],
    ids=["future", "old", "code"],
)
def test_a_version_that_declares_what_no_page_may_is_not_certified(
    programme: Programme, now: datetime, declared: dict[str, Any], said: str
) -> None:
    document = a_document(programme, now=now, declarations=replace(DECLARED, **declared))

    with pytest.raises(NotComplete, match=said):
        in_force(document, now=now)

    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (SafetyRecord.Kind.PRESCRIBING_INFORMATION, "no prescribing information for United Kingdom"),
        (SafetyRecord.Kind.ADVERSE_EVENTS_HCP, "no statement on adverse events"),
    ],
)
def test_without_the_records_that_go_with_it_a_version_is_not_certified(
    programme: Programme, now: datetime, kind: str, said: str
) -> None:
    SafetyRecord.objects.filter(programme=programme, kind=kind).delete()

    with pytest.raises(NotComplete, match=f"(?i){said}"):
        in_force(a_document(programme, now=now), now=now)


def test_without_a_company_role_a_version_is_not_certified(programme: Programme, now: datetime) -> None:
    programme.company_role = ""
    programme.save()

    with pytest.raises(NotComplete, match="company's role"):
        in_force(a_document(programme, now=now), now=now)


def test_beside_a_placeholder_a_version_is_not_certified(
    programme: Programme, now: datetime, settings: Any
) -> None:
    settings.REFUSE_PLACEHOLDERS = True
    SafetyRecord.objects.filter(programme=programme).update(is_placeholder=True)

    with pytest.raises(NotComplete, match="still a placeholder"):
        in_force(a_document(programme, now=now), now=now)

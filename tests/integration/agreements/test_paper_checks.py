"""What a paper must fit, and what the second person sees of it before confirming."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.services.attesting import DatesOutOfOrder, PaperFacts, SameAgreementAttested
from agreements.services.terminating import request_termination
from agreements.services.voiding import confirm_void, void_attested
from tests.agreeing import Parties, parties
from tests.integration.agreements.papers import attested, on_paper
from tests.integration.agreements_register.rows import a_client

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
FIRST = date(2026, 6, 1)


@pytest.fixture
def people(programme, now: datetime) -> Parties:
    return parties(programme, now=now)


def test_nothing_was_signed_tomorrow(people: Parties, now: datetime) -> None:
    tomorrow = TODAY + timedelta(days=1)
    facts = PaperFacts(tomorrow, tomorrow, None, "Two people")

    with pytest.raises(DatesOutOfOrder, match="future"):
        attested(people, Kind.SLA, now=now, effective_on=tomorrow, facts=facts)

    assert (
        attested(
            people,
            Kind.SLA,
            now=now,
            effective_on=tomorrow,
            facts=PaperFacts(TODAY, tomorrow, None, "Two people"),
        ).effective_on
        == tomorrow
    )


def test_the_same_scan_between_the_two_about_the_same_is_named(people: Parties, now: datetime) -> None:
    first = on_paper(people, Kind.SLA, now=now, effective_on=FIRST)

    with pytest.raises(SameAgreementAttested, match=first.reference):
        attested(people, Kind.SLA, now=now, effective_on=FIRST)


def test_one_paper_may_hold_agreements_of_two_kinds(people: Parties, now: datetime) -> None:
    first = on_paper(people, Kind.SLA, now=now, effective_on=FIRST)

    assert attested(people, Kind.OFFER, now=now, effective_on=FIRST).scan_sha256 == first.scan_sha256


def test_a_scan_is_entered_again_after_its_agreement_was_voided_or_terminated(people, now: datetime) -> None:
    voided = on_paper(people, Kind.SLA, now=now, effective_on=FIRST)
    void_attested(agreement=voided, reason="The dates are wrong.", by=people.office, now=now)
    confirm_void(agreement=voided, by=people.second_office, now=now)
    ended = on_paper(people, Kind.SLA, now=now, effective_on=FIRST)
    request_termination(
        agreement=ended,
        requested_on=TODAY,
        terminates_on=TODAY,
        reason="In error.",
        by=people.office,
        now=now,
    )

    assert attested(people, Kind.SLA, now=now, effective_on=FIRST).scan_sha256 == ended.scan_sha256


def test_the_second_person_reads_who_signed_the_paper_beside_its_scan(people: Parties) -> None:
    paper = attested(people, Kind.SLA, now=timezone.now(), effective_on=FIRST)
    page = reverse("agreement_register:agreement", args=[paper.pk])

    manager = a_client("clerk@programme.invalid", "view_agreement", "manage_agreement")
    onlooker = a_client("onlooker@programme.invalid", "view_agreement")

    assert "Sia Signatory and Cory Homecare" in manager.get(page).content.decode()
    assert "Sia Signatory and Cory Homecare" not in onlooker.get(page).content.decode()

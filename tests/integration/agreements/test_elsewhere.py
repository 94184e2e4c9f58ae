"""Agreements signed elsewhere: on paper, or by an organisation that was closed; two people vouch for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from agreements.gate import AgreementGate
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.refusals import Closed
from agreements.rights import NotEntitled
from agreements.services.attesting import (
    DatesOutOfOrder as PaperDatesOutOfOrder,
    PaperFacts,
    ScanRefused,
    carry_over,
    confirm,
)
from agreements.services.carrying import NotItsSuccessor
from agreements.services.issuing import OrganisationClosed, WrongCounterparty
from agreements.standing import Standing, standing_of
from audit.models import AuditEvent, PersonalDetail
from directory.models import Organisation
from tests import builders
from tests.agreeing import Parties, parties
from tests.integration.agreements.papers import attested, on_paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
FIRST = date(2026, 6, 1)


@pytest.fixture
def people(programme, now: datetime) -> Parties:
    return parties(programme, now=now)


@pytest.fixture
def sla(people: Parties, now: datetime) -> Agreement:
    return on_paper(people, Kind.SLA, now=now, effective_on=FIRST)


def test_a_paper_counts_once_a_second_person_confirmed_it(people: Parties, now: datetime) -> None:
    paper = attested(people, Kind.SLA, now=now, effective_on=FIRST)
    assert standing_of(paper, TODAY) == Standing.ATTESTED

    with pytest.raises(NotEntitled, match="A colleague has to confirm"):
        confirm(agreement=paper, by=people.office, now=now)
    done = confirm(agreement=paper, by=people.second_office, now=now)

    assert (done.attested_by, done.confirmed_by) == (people.office, people.second_office)
    assert standing_of(done, TODAY) == Standing.IN_FORCE
    with pytest.raises(Closed):
        confirm(agreement=paper, by=people.second_office, now=now)


@pytest.mark.parametrize("scan", [b"", b"PK\x03\x04", b"%PDF-" + b"0" * 20 * 1024 * 1024])
def test_a_scan_is_a_pdf_of_a_sensible_size(people: Parties, now: datetime, scan: bytes) -> None:
    with pytest.raises(ScanRefused):
        attested(people, Kind.SLA, now=now, effective_on=FIRST, scan=scan)

    assert not Agreement.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(-1, None), (0, -1)])
def test_the_dates_of_a_paper_are_in_order(people: Parties, now: datetime, first: int, last) -> None:
    began = FIRST + timedelta(first)
    facts = PaperFacts(FIRST, began, None if last is None else began + timedelta(last), "Two people")

    with pytest.raises(PaperDatesOutOfOrder):
        attested(people, Kind.SLA, now=now, effective_on=FIRST, facts=facts)


def test_a_paper_with_the_wrong_counterparty_is_refused(people: Parties, now: datetime) -> None:
    with pytest.raises(WrongCounterparty):
        attested(people, Kind.SLA, now=now, effective_on=FIRST, partner=people.nurse)


@pytest.fixture
def successor(people: Parties) -> Organisation:
    """Harbour Vale is closed, and Marram Coast has taken it over."""
    made = builders.an_organisation(people.programme, ods_code="ZZ009", name="Marram Coast NHS Trust")
    Organisation.objects.filter(pk=people.organisation.pk).update(
        status="closed", closed_on=TODAY, successor=made
    )
    return made


def carried(sla: Agreement, to: Organisation, people: Parties, now: datetime, **values: object) -> Agreement:
    return carry_over(
        **{
            "agreement": Agreement.objects.get(pk=sla.pk),
            "to": to,
            "effective_on": TODAY,
            "basis": "Transfer order of 1 January 2027.",
            "by": people.office,
            "now": now,
            **values,
        }
    )


def test_a_closed_trusts_agreement_is_carried_over_on_the_word_of_two(people, sla, successor, now) -> None:
    on_paper(people, Kind.OFFER, now=now, effective_on=FIRST, organisation=successor, scan=b"%PDF-1.7 offer")
    gate = AgreementGate()
    assert not gate.may_send(organisation=successor, partner=people.homecare, on=TODAY).allowed

    new = carried(sla, successor, people, now)
    assert not gate.may_send(organisation=successor, partner=people.homecare, on=TODAY).allowed
    confirm(agreement=new, by=people.second_office, now=now)

    assert gate.may_send(organisation=successor, partner=people.homecare, on=TODAY).allowed
    assert (new.parent, new.origin, new.medium) == (sla, "carried_over", "carried")
    event = AuditEvent.objects.get(action="agreement.attested", subject_id=str(new.pk))
    assert event.detail["carried_from"] == sla.reference
    # Whoever types a basis may name people, and what stands in the chain itself can never be erased.
    assert "Transfer order" not in str(event.detail)
    assert "Transfer order" in PersonalDetail.objects.get(pk=event.sequence).values["basis"]


def test_nothing_is_carried_over_from_an_open_organisation_or_to_another(people, sla, now, successor) -> None:
    other = builders.an_organisation(people.programme, ods_code="ZZ008", name="Selkie Bay NHS Trust")
    with pytest.raises(NotItsSuccessor):
        carried(sla, other, people, now)
    Organisation.objects.filter(pk=successor.pk).update(status="closed", closed_on=TODAY)
    successor.refresh_from_db()
    with pytest.raises(OrganisationClosed):
        carried(sla, successor, people, now)
    Organisation.objects.update(status="open", closed_on=None)
    with pytest.raises(NotItsSuccessor):
        carried(sla, successor, people, now)


def test_an_agreement_that_ended_is_not_carried_over(people: Parties, sla, successor, now: datetime) -> None:
    Agreement.objects.filter(pk=sla.pk).update(expires_on=TODAY - timedelta(1))

    with pytest.raises(PaperDatesOutOfOrder, match="ended before"):
        carried(sla, successor, people, now)

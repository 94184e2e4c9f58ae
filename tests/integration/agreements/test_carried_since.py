"""What happens between the attesting of an agreement that is carried over and its confirmation counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from agreements.gate import AgreementGate
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.refusals import AgreementRefused, DatesOutOfOrder
from agreements.services.attesting import carry_over, confirm
from agreements.services.carrying import InForceAlready, NotItsSuccessor
from agreements.services.closing import void
from agreements.services.issuing import OrganisationClosed
from agreements.services.terminating import request_termination
from agreements.services.voiding import confirm_void, void_attested
from audit.models import AuditEvent
from directory.models import Organisation
from tests import builders
from tests.agreeing import Parties, parties
from tests.integration.agreements.papers import on_paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
FIRST = date(2026, 6, 1)


@pytest.fixture
def people(programme, now: datetime) -> Parties:
    return parties(programme, now=now)


@pytest.fixture
def sla(people: Parties, now: datetime) -> Agreement:
    return on_paper(people, Kind.SLA, now=now, effective_on=FIRST)


@pytest.fixture
def successor(people: Parties) -> Organisation:
    made = builders.an_organisation(people.programme, ods_code="ZZ009", name="Marram Coast NHS Trust")
    Organisation.objects.filter(pk=people.organisation.pk).update(
        status="closed", closed_on=TODAY, successor=made
    )
    return made


@pytest.fixture
def carried(people: Parties, sla: Agreement, successor: Organisation, now: datetime) -> Agreement:
    on_paper(people, Kind.OFFER, now=now, effective_on=FIRST, organisation=successor, scan=b"%PDF-1.7 offer")
    return carry_over(
        agreement=Agreement.objects.select_related("organisation").get(pk=sla.pk), to=successor,
        effective_on=TODAY, basis="Transfer order.", by=people.office, now=now,
    )  # fmt: skip


def ended(sla: Agreement, people: Parties, now: datetime, terminates_on: date) -> None:
    request_termination(
        agreement=sla, requested_on=TODAY, terminates_on=terminates_on, reason="Notice.", by=people.office,
        now=now,
    )  # fmt: skip


def voided(sla: Agreement, people: Parties, now: datetime) -> None:
    void_attested(agreement=sla, reason="A wrong scan.", by=people.office, now=now)
    confirm_void(agreement=sla, by=people.second_office, now=now)


def unlinked(sla: Agreement, people: Parties, now: datetime) -> None:
    Organisation.objects.filter(pk=sla.organisation_id).update(successor=None)


def reopened(sla: Agreement, people: Parties, now: datetime) -> None:
    Organisation.objects.filter(pk=sla.organisation_id).update(status="open", closed_on=None)


def heir_closed(sla: Agreement, people: Parties, now: datetime) -> None:
    Organisation.objects.exclude(pk=sla.organisation_id).update(status="closed", closed_on=TODAY)


CHANGES: list[tuple[Callable[[Agreement, Parties, datetime], None], type[AgreementRefused]]] = [
    (lambda sla, people, now: ended(sla, people, now, TODAY), DatesOutOfOrder),
    (lambda sla, people, now: ended(sla, people, now, TODAY + timedelta(30)), DatesOutOfOrder),
    (voided, NotItsSuccessor),
    (unlinked, NotItsSuccessor),
    (reopened, NotItsSuccessor),
    (heir_closed, OrganisationClosed),
]


@pytest.mark.parametrize(("change", "refusal"), CHANGES)
def test_what_no_longer_holds_is_not_carried_over_by_its_confirmation(
    people: Parties, sla, successor, carried, now: datetime, change, refusal: type[AgreementRefused]
) -> None:
    change(sla, people, now)

    with pytest.raises(refusal, match="Void what your colleague attested"):
        confirm(agreement=carried, by=people.second_office, now=now)

    carried.refresh_from_db()
    assert (carried.stage, carried.confirmed_by) == (Agreement.Stage.ATTESTED, None)
    assert not AuditEvent.objects.filter(action="agreement.completed", subject_id=str(carried.pk)).exists()
    assert not AgreementGate().may_send(organisation=successor, partner=people.homecare, on=TODAY).allowed
    assert void(agreement=carried, reason="It ended.", by=people.office, now=now).stage == "voided"


def test_what_the_successor_signed_itself_meanwhile_stands_before_it(
    people: Parties, sla: Agreement, successor: Organisation, now: datetime
) -> None:
    soon = now + timedelta(days=5)
    its_own = on_paper(
        people, Kind.SLA, now=now, organisation=successor, scan=b"%PDF-1.7 own", effective_on=soon.date()
    )
    carried = carry_over(
        agreement=Agreement.objects.select_related("organisation").get(pk=sla.pk), to=successor,
        effective_on=TODAY, basis="Transfer order.", by=people.office, now=now,
    )  # fmt: skip

    with pytest.raises(InForceAlready, match=its_own.reference):
        confirm(agreement=carried, by=people.second_office, now=soon)

    assert Agreement.objects.get(pk=its_own.pk).superseded_on is None


def test_nothing_but_what_changed_stands_against_the_confirmation(people, carried, successor, now) -> None:
    confirm(agreement=carried, by=people.second_office, now=now + timedelta(days=20))

    assert AgreementGate().may_send(organisation=successor, partner=people.homecare, on=TODAY).allowed

"""An agreement that the successor of a closed organisation signed itself stands before one carried over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.register.troubles import count_troubles
from agreements.services.attesting import carry_over
from agreements.services.carrying import InForceAlready
from agreements.services.terminating import request_termination
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
def successor(people: Parties, sla: Agreement) -> Organisation:
    made = builders.an_organisation(people.programme, ods_code="ZZ009", name="Marram Coast NHS Trust")
    Organisation.objects.filter(pk=people.organisation.pk).update(
        status="closed", closed_on=TODAY, successor=made
    )
    sla.refresh_from_db()
    return made


def carried(
    sla: Agreement, to: Organisation, people: Parties, now: datetime, effective_on: date
) -> Agreement:
    return carry_over(
        agreement=Agreement.objects.get(pk=sla.pk),
        to=to,
        effective_on=effective_on,
        basis="Transfer order of 1 January 2027.",
        by=people.office,
        now=now,
    )


def own(people: Parties, to: Organisation, now: datetime, **values: object) -> Agreement:
    return on_paper(
        people,
        Kind.SLA,
        now=now,
        organisation=to,
        scan=b"%PDF-1.7 own",
        **{"effective_on": FIRST, **values},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("first", [TODAY, TODAY + timedelta(days=30)])
def test_nothing_is_carried_over_where_the_successor_has_its_own(people, sla, successor, now, first) -> None:
    its_own = own(people, successor, now)

    with pytest.raises(InForceAlready, match=its_own.reference):
        carried(sla, successor, people, now, first)

    its_own.refresh_from_db()
    assert its_own.superseded_on is None
    assert not sla.children.exists()


def test_another_kind_or_an_agreement_that_ended_does_not_stand_against_it(
    people, sla, successor, now
) -> None:
    on_paper(people, Kind.OFFER, now=now, effective_on=FIRST, organisation=successor, scan=b"%PDF-1.7 offer")
    ended = own(people, successor, now)
    request_termination(
        agreement=ended, requested_on=TODAY, terminates_on=TODAY, reason="Notice.", by=people.office, now=now
    )

    assert carried(sla, successor, people, now, TODAY).parent == sla


def test_the_office_is_not_asked_to_carry_over_what_the_successor_has(people, sla, successor, now) -> None:
    assert count_troubles(now, programme_id=people.programme.pk)["carry"] == 1

    own(people, successor, now)

    assert count_troubles(now, programme_id=people.programme.pk)["carry"] == 0

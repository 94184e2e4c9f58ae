"""How an agreement ends, and what comes instead: terminated, renewed, signed anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.rights import NotEntitled
from agreements.services.closing import void
from agreements.services.following import GraceTooShort, NothingToFollow, affected_by, amend, renew, repaper
from agreements.services.preparing import begin_particulars
from agreements.services.terminating import DatesOutOfOrder, request_termination
from agreements.standing import Standing, standing_of
from audit.models import AuditEvent
from tests.agreeing import Parties, approved_text, issued, parties, put_out, set_up
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


def terminated(sla: Agreement, people: Parties, now: datetime, **values: object) -> Agreement:
    return request_termination(
        **{
            "agreement": sla,
            "requested_on": TODAY,
            "terminates_on": TODAY + timedelta(30),
            "reason": "Notice was given.",
            "by": people.office,
            "now": now,
            **values,
        }
    )


def test_a_termination_keeps_when_it_was_asked_for_and_when_it_takes_effect(people, sla, now) -> None:
    ended = terminated(sla, people, now, requested_on=TODAY - timedelta(3))

    assert ended.termination_requested_on == TODAY - timedelta(3)
    assert standing_of(ended, TODAY + timedelta(29)) == Standing.EXPIRING
    assert standing_of(ended, TODAY + timedelta(30)) == Standing.TERMINATED


def test_a_termination_can_be_put_off_until_it_has_taken_effect(people: Parties, sla, now: datetime) -> None:
    terminated(sla, people, now)
    assert terminated(
        sla, people, now, terminates_on=TODAY + timedelta(60)
    ).terminates_on == TODAY + timedelta(60)

    later = now + timedelta(61)
    with pytest.raises(DatesOutOfOrder, match="ended already"):
        terminated(sla, people, later, terminates_on=later.date() + timedelta(9))


@pytest.mark.parametrize(
    "dates",
    [
        {"requested_on": TODAY + timedelta(1)},
        {"terminates_on": TODAY - timedelta(1)},
    ],
)
def test_a_termination_is_never_dated_back_or_asked_for_tomorrow(people, sla, now, dates) -> None:
    with pytest.raises(DatesOutOfOrder):
        terminated(sla, people, now, **dates)

    sla.refresh_from_db()
    assert (sla.terminates_on, sla.termination_requested_on) == (None, None)
    assert not AuditEvent.objects.filter(action="agreement.termination_requested").exists()


def test_only_the_office_ends_carries_over_and_attests(
    people: Parties, sla: Agreement, now: datetime
) -> None:
    for person in (people.preparer, people.signatory, people.countersigners["homecare"]):
        with pytest.raises(NotEntitled):
            terminated(sla, people, now, by=person)
        with pytest.raises(NotEntitled):
            attested(people, Kind.OFFER, now=now, effective_on=FIRST, by=person)
        with pytest.raises(NotEntitled):
            void(agreement=sla, reason="Mine.", by=person, now=now)


def test_a_new_text_leaves_the_old_agreement_in_force_until_the_end_of_the_grace(people, sla, now) -> None:
    set_up(people, now=now, kinds=(Kind.SLA,))
    version = approved_text(
        people.programme, Kind.SLA, author=people.office, approver=people.second_office, now=now,
        title="Service Level Agreement, second edition", what_changed="Its title.",
    )  # fmt: skip
    last = TODAY + timedelta(60)

    done = repaper(
        version=version, agreements=affected_by(version, on=TODAY), replace_by=last, by=people.office, now=now
    )

    sla.refresh_from_db()
    (new,) = done.started
    assert (new.origin, new.parent, new.text_version) == ("repapered", sla, version)
    assert Agreement.objects.get(pk=new.pk).sign_by == last
    assert standing_of(sla, last) == Standing.EXPIRING
    assert standing_of(sla, last + timedelta(1)) == Standing.TO_REPLACE
    assert affected_by(version, on=TODAY) == []
    again = repaper(version=version, agreements=[sla], replace_by=last, by=people.office, now=now)
    assert (again.started, again.left[0][0]) == ((), sla)


def test_repapering_gives_at_least_a_day(people: Parties, sla: Agreement, now: datetime) -> None:
    set_up(people, now=now, kinds=(Kind.SLA,))
    version = sla.programme.agreement_texts.get(kind=Kind.SLA).versions.get()

    with pytest.raises(GraceTooShort):
        repaper(version=version, agreements=[sla], replace_by=TODAY, by=people.office, now=now)

    assert Agreement.objects.count() == 1


@pytest.mark.parametrize("service", [renew, amend])
def test_nothing_follows_what_was_never_in_force(people: Parties, now: datetime, service) -> None:
    set_up(people, now=now, kinds=(Kind.SLA,))
    with pytest.raises(NothingToFollow):
        service(agreement=issued(people, Kind.SLA, now=now), by=people.preparer, now=now)


def test_a_renewal_begins_with_the_answers_of_before(people: Parties, now: datetime) -> None:
    set_up(people, now=now, kinds=(Kind.SLA,))
    first = put_out(people, issued(people, Kind.SLA, now=now), now=now)
    Agreement.objects.filter(pk=first.pk).update(stage="voided", closed_at=now)
    second = issued(people, Kind.SLA, now=now, parent=first, origin="renewal")

    draft = begin_particulars(agreement=second, by=people.preparer, now=now)

    assert draft.work["answers"] == first.submission.answers

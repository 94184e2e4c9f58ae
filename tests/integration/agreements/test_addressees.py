"""Whom mails about the end of an agreement go to: those who still belong, on both sides."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.models import Membership, User
from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.services.closing import decline, lapse_overdue, void, withdraw
from agreements.services.sealing import seal
from agreements.services.signatories import claim, name_signatory
from agreements.services.terminating import DatesOutOfOrder, request_termination
from tests import builders
from tests.agreeing import Parties, asked, countersigned, in_force, issued, proved, put_out, signed
from tests.integration.agreements.papers import attested, on_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(who: Parties, now: datetime) -> Agreement:
    return put_out(who, issued(who, Kind.SLA, now=now), now=now)


@pytest.fixture
def colleague(who: Parties, now: datetime) -> User:
    return builders.a_member(who.organisation, now=now, email="colleague@harbour.invalid", role="lead")


def told(template: str) -> set[str]:
    return set(Notice.objects.filter(template=template).values_list("email", flat=True))


def gone(person: User, now: datetime) -> None:
    Membership.objects.filter(user=person).update(ended_at=now)


def test_whoever_was_replaced_before_is_not_told_of_the_end(who: Parties, out, now: datetime) -> None:
    name_signatory(
        agreement=out, name="Wrong Person", job_title="Director", email="wrong@harbour.invalid",
        by=who.preparer, now=now,
    )  # fmt: skip
    asked(who, out, now=now)

    withdraw(agreement=out, reason="Started in error.", by=who.office, now=now)

    assert told("closed") == {who.preparer.email, who.signatory.email}


def test_one_asked_who_has_no_account_yet_is_told(who: Parties, out: Agreement, now: datetime) -> None:
    name_signatory(
        agreement=out, name="New Person", job_title="Director", email="new@harbour.invalid",
        by=who.preparer, now=now,
    )  # fmt: skip

    lapse_overdue(now + timedelta(days=31))

    assert told("closed") == {who.preparer.email, "new@harbour.invalid"}


def test_the_counterparty_is_told_once_it_was_its_turn(who: Parties, out: Agreement, now: datetime) -> None:
    signed(asked(who, out, now=now), by=who.signatory, now=now)
    withdraw(agreement=out, reason="Started in error.", by=who.preparer, now=now)

    assert told("closed") == {who.signatory.email, who.countersigners["homecare"].email}


def test_when_the_counterparty_declines_its_colleagues_and_the_hospital_are_told(who, out, now) -> None:
    colleague = builders.a_user(email="second@homecare.invalid", name="Sam Second")
    Membership.objects.create(user=colleague, partner=who.homecare, started_at=now)
    signed(asked(who, out, now=now), by=who.signatory, now=now)
    own = who.countersigners["homecare"]
    request = claim(agreement=out, by=own, authentication=proved(now), now=now)

    decline(request=request, reason="No capacity.", by=own, now=now)

    assert told("closed") == {who.preparer.email, who.signatory.email, colleague.email}


def test_a_paper_that_nobody_confirmed_is_none_of_the_counterpartys_business(who, colleague, now) -> None:
    paper = attested(who, Kind.SLA, now=now, effective_on=date(2026, 6, 1))

    void(agreement=paper, reason="The wrong scan.", by=who.second_office, now=now)

    assert told("closed") == {who.office.email, who.preparer.email, colleague.email}


def test_whoever_left_is_not_told_and_the_team_of_today_is_instead(who, out, colleague, now) -> None:
    asked(who, out, now=now)
    gone(who.preparer, now)
    gone(who.signatory, now)

    lapse_overdue(now + timedelta(days=31))

    assert told("closed") == {colleague.email}


def test_copies_go_to_those_who_still_belong(who: Parties, colleague: User, now: datetime) -> None:
    first = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    signed(asked(who, first, now=now), by=who.signatory, now=now)
    first.refresh_from_db()
    countersigned(who, first, now=now)
    gone(who.preparer, now)
    seal(agreement_id=first.pk, now=now)
    assert told("complete") == {who.signatory.email}


def test_a_copy_goes_to_the_team_where_nobody_is_left(who: Parties, colleague: User, now: datetime) -> None:
    first = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    signed(asked(who, first, now=now), by=who.signatory, now=now)
    first.refresh_from_db()
    countersigned(who, first, now=now)
    gone(who.preparer, now)
    User.objects.filter(pk=who.signatory.pk).update(is_active=False)
    seal(agreement_id=first.pk, now=now)
    assert told("complete") == {colleague.email}


@pytest.mark.parametrize("online", [True, False])
def test_a_termination_is_told_to_the_team_of_today_and_to_the_counterparty(
    who: Parties, colleague: User, now: datetime, *, online: bool
) -> None:
    sla = in_force(who, Kind.SLA, now=now) if online else on_paper(
        who, Kind.SLA, now=now, effective_on=date(2026, 6, 1)
    )  # fmt: skip
    gone(who.preparer, now)
    today = now.date()

    with pytest.raises(DatesOutOfOrder):
        request_termination(
            agreement=sla, requested_on=today, terminates_on=today - timedelta(1), reason="Notice.",
            by=who.office, now=now,
        )  # fmt: skip
    assert told("terminated") == set()
    request_termination(
        agreement=sla, requested_on=today, terminates_on=today + timedelta(30), reason="Notice.",
        by=who.office, now=now,
    )  # fmt: skip

    assert told("terminated") == {colleague.email, who.countersigners["homecare"].email}

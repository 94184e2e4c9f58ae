"""A follower that is ended before its first day never begins, and nothing is left between the two."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.terminating import request_termination
from agreements.services.voiding import confirm_void, void_attested
from agreements.standing import is_in_force
from agreements.verification.records import verify_records
from audit.models import AuditEvent
from tests.agreeing import Parties
from tests.integration.agreements.papers import on_paper
from tests.integration.agreements_register.rows import a_client

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
FIRST = date(2026, 6, 1)
STARTS, LATER = TODAY + timedelta(30), TODAY + timedelta(90)


@pytest.fixture
def running(who: Parties, now: datetime) -> Agreement:
    return on_paper(who, Kind.SLA, now=now, effective_on=FIRST)


@pytest.fixture
def follower(who: Parties, running: Agreement, now: datetime) -> Agreement:
    return paper(who, now, STARTS, b"%PDF-1.7 follower")


def paper(who: Parties, now: datetime, first: date, scan: bytes) -> Agreement:
    return on_paper(who, Kind.SLA, now=now, effective_on=first, scan=scan)


def ended(agreement: Agreement, on: date, who: Parties, now: datetime) -> None:
    request_termination(
        agreement=agreement, requested_on=TODAY, terminates_on=on, reason="Notice.", by=who.office, now=now
    )


def standing_on(*days: date) -> list[list[str]]:
    rows = list(Agreement.objects.order_by("effective_on"))
    return [[one.reference for one in rows if is_in_force(one, day)] for day in days]


@pytest.mark.parametrize("ends", [TODAY, STARTS - timedelta(1), STARTS])
def test_what_it_would_have_replaced_runs_on(who, running, follower, now: datetime, ends: date) -> None:
    assert standing_on(STARTS) == [[follower.reference]]

    ended(follower, ends, who, now)

    assert standing_on(STARTS - timedelta(1), STARTS, LATER) == [[running.reference]] * 3
    event = AuditEvent.objects.get(action="agreement.superseding_undone")
    assert (event.subject_id, event.detail["gone"]) == (str(running.pk), follower.reference)
    assert verify_records().holds


def test_a_follower_that_began_leaves_what_it_replaced_superseded(who, running, follower, now) -> None:
    ended(follower, STARTS + timedelta(1), who, now)

    assert standing_on(STARTS - timedelta(1), STARTS, STARTS + timedelta(1)) == [
        [running.reference],
        [follower.reference],
        [],
    ]


def test_one_that_begins_after_all_takes_its_place_again(who, running, follower, now: datetime) -> None:
    ended(follower, STARTS - timedelta(5), who, now)
    ended(follower, STARTS + timedelta(60), who, now)

    assert standing_on(STARTS - timedelta(1), STARTS) == [[running.reference], [follower.reference]]
    assert verify_records().holds


def test_what_never_begins_ends_nothing_that_is_completed_later(who, running, follower, now) -> None:
    ended(follower, TODAY, who, now)

    newer = paper(who, now, TODAY + timedelta(10), b"%PDF-1.7 newer")

    assert standing_on(TODAY, TODAY + timedelta(10), LATER) == [
        [running.reference],
        [newer.reference],
        [newer.reference],
    ]


def test_the_next_one_takes_over_from_what_stands_again_and_can_be_undone_as_well(
    who, running, follower, now
) -> None:
    last = paper(who, now, LATER, b"%PDF-1.7 last")
    ended(follower, TODAY, who, now)
    assert standing_on(STARTS, LATER) == [[running.reference], [last.reference]]

    void_attested(agreement=last, reason="A wrong scan.", by=who.office, now=now)
    confirm_void(agreement=last, by=who.second_office, now=now)

    assert standing_on(STARTS, LATER) == [[running.reference]] * 2
    assert verify_records().holds


def test_the_office_is_told_so_before_it_records_a_termination(who: Parties) -> None:
    agreement = on_paper(who, Kind.SLA, now=timezone.now(), effective_on=timezone.localdate())
    client = a_client("first@office.invalid", "view_agreement", "manage_agreement")

    page = client.get(reverse("agreement_register:operate", args=[agreement.pk, "terminate"]))

    assert "never begins, and what it superseded stands again" in page.content.decode()

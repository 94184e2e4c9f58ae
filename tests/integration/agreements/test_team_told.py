"""The hospital's team hears of what it must do: an agreement to complete, and one that ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.models import Membership, User
from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.notices.sending import mail_of, send
from agreements.periodic import tell_what_ends
from agreements.rights import NotEntitled
from agreements.services.closing import withdraw
from agreements.services.ending import tell_endings
from agreements.services.following import repaper
from agreements.services.issuing import AlreadyOnItsWay
from agreements.services.reminding import NobodyToRemind, remind, remind_overdue
from agreements.services.terminating import request_termination
from audit.models import AuditEvent
from tests import builders
from tests.agreeing import Parties, approved_text, asked, issued, put_out, signed
from tests.integration.agreements.papers import on_paper

pytestmark = pytest.mark.django_db
LAST = date(2027, 12, 31)


@pytest.fixture
def colleague(who: Parties, now: datetime) -> User:
    return builders.a_member(who.organisation, now=now, email="colleague@harbour.invalid", role="lead")


@pytest.fixture
def paper(who: Parties, now: datetime) -> Agreement:
    return on_paper(who, Kind.SLA, now=now, effective_on=date(2026, 6, 1), expires_on=LAST)


def told(template: str) -> list[str]:
    return sorted(Notice.objects.filter(template=template).values_list("email", flat=True))


def before_the_end(days: int) -> datetime:
    """Noon, so many days before the first day on which the paper is over."""
    day = LAST + timedelta(days=1) - timedelta(days=days)
    return datetime.fromisoformat(f"{day.isoformat()}T12:00:00+00:00")


def test_the_team_is_told_what_the_office_started_for_it(who: Parties, colleague, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now, by=who.office)

    assert told("issued") == sorted([who.preparer.email, colleague.email])
    mail = mail_of(Notice.objects.filter(template="issued").first())
    assert agreement.reference in mail.subject
    assert f"/{agreement.reference}/" in mail.body
    assert "{" not in mail.body


def test_whoever_left_or_only_signs_is_not_told(who: Parties, colleague: User, now: datetime) -> None:
    Membership.objects.filter(user=who.preparer).update(ended_at=now)
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    issued(who, Kind.SLA, now=now, by=who.office)

    assert told("issued") == []


def test_a_team_that_starts_it_itself_is_not_told_of_it(who: Parties, colleague, now: datetime) -> None:
    issued(who, Kind.SLA, now=now)

    assert told("issued") == []


def test_what_could_not_be_started_tells_nobody(who: Parties, now: datetime) -> None:
    issued(who, Kind.SLA, now=now)
    with pytest.raises(AlreadyOnItsWay):
        issued(who, Kind.SLA, now=now, by=who.office)
    with pytest.raises(NotEntitled):
        issued(who, Kind.OFFER, now=now, by=who.countersigners["homecare"])

    assert told("issued") == []


def test_a_new_text_is_told_with_the_day_until_which_the_old_one_counts(who, paper, now: datetime) -> None:
    version = approved_text(
        who.programme, Kind.SLA, author=who.office, approver=who.second_office, now=now,
        title="Service Level Agreement, second edition", what_changed="Its title.",
    )  # fmt: skip
    repaper(
        version=version, agreements=[paper], replace_by=date(2027, 3, 31), by=who.office, now=now
    )  # fmt: skip

    body = mail_of(Notice.objects.get(template="issued")).body
    assert f"{paper.reference} is in force until 31 March 2027, and no longer." in body


def test_a_mail_to_the_team_is_dropped_once_it_did_its_part(who: Parties, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now, by=who.office)
    withdraw(agreement=agreement, reason="Not now.", by=who.preparer, now=now)

    assert send(notice_id=Notice.objects.get(template="issued").pk, now=now) == "no longer of use"


def test_the_end_is_told_90_60_and_30_days_before_once_each(who: Parties, colleague, paper) -> None:
    days = [91, 90, 89, 61, 60, 59, 31, 30, 29, 1, 0]
    counts = [tell_endings(before_the_end(day)) for day in days]

    assert counts == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0]
    for template in ("ending_90", "ending_60", "ending_30"):
        assert told(template) == sorted([who.preparer.email, colleague.email])
    mail = mail_of(Notice.objects.filter(template="ending_60").first())
    assert mail.subject.endswith("ends on 31 December 2027")
    assert paper.reference in mail.body
    events = AuditEvent.objects.filter(action="agreement.ending_told").order_by("sequence")
    assert [event.detail["days"] for event in events] == [90, 60, 30]


def test_one_that_is_found_late_is_told_once(who: Parties, paper: Agreement) -> None:
    assert tell_what_ends(before_the_end(20)) == "1 agreements told"
    assert tell_what_ends(before_the_end(19)) == "0 agreements told"
    assert (told("ending_90"), told("ending_30")) == ([], [who.preparer.email])


def test_nothing_is_told_while_what_follows_is_on_its_way(who: Parties, paper: Agreement) -> None:
    follower = issued(who, Kind.SLA, now=before_the_end(95), parent=paper, origin="renewal", by=who.preparer)
    assert tell_endings(before_the_end(90)) == 0

    withdraw(agreement=follower, reason="Not now.", by=who.preparer, now=before_the_end(80))

    assert tell_endings(before_the_end(80)) == 1


def test_a_terminated_or_superseded_agreement_is_not_told_of(who: Parties, paper: Agreement) -> None:
    at = before_the_end(80)
    request_termination(
        agreement=paper, requested_on=at.date(), terminates_on=at.date() + timedelta(20), reason="Notice.",
        by=who.office, now=at,
    )  # fmt: skip
    assert tell_endings(at) == 0

    Agreement.objects.update(
        terminates_on=None, termination_requested_on=None, superseded_on=LAST + timedelta(days=30)
    )
    assert tell_endings(at) == 0


def test_the_team_is_reminded_of_what_it_has_to_complete(who: Parties, colleague, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now)

    assert remind(agreement=agreement, by=who.office, now=now) == 1

    assert told("to_prepare") == sorted([who.preparer.email, colleague.email])
    mail = mail_of(Notice.objects.filter(template="to_prepare").first())
    assert "Complete its particulars" in mail.body
    with pytest.raises(NobodyToRemind, match="within the last day"):
        remind(agreement=agreement, by=who.office, now=now + timedelta(hours=23))
    assert remind(agreement=agreement, by=who.office, now=now + timedelta(hours=24)) == 2


def test_the_team_is_reminded_to_name_who_signs(who: Parties, now: datetime) -> None:
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)

    remind(agreement=agreement, by=who.office, now=now)

    assert "Name who signs." in mail_of(Notice.objects.get(template="to_prepare")).body


def test_a_person_alone_in_the_team_does_not_remind_themself(who: Parties, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now)

    with pytest.raises(NobodyToRemind, match="nobody else"):
        remind(agreement=agreement, by=who.preparer, now=now)
    assert not AuditEvent.objects.filter(action="agreement.team_reminded").exists()


def test_nobody_is_reminded_where_it_is_nobodys_turn(who: Parties, paper: Agreement, now: datetime) -> None:
    with pytest.raises(NobodyToRemind, match="nobody's turn"):
        remind(agreement=paper, by=who.office, now=now)


def test_teams_are_reminded_by_themselves_every_five_days_three_times(who: Parties, now: datetime) -> None:
    issued(who, Kind.SLA, now=now)

    reminded = [remind_overdue(now + timedelta(days=day)) for day in range(29)]

    assert [day for day, count in enumerate(reminded) if count] == [5, 10, 15]


def test_reminders_of_the_draft_do_not_count_against_those_to_name_who_signs(who, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now)
    for day in (5, 10, 15):
        assert remind_overdue(now + timedelta(days=day)) == 1
    put_out(who, agreement, now=now + timedelta(days=16))

    reminded = [remind_overdue(now + timedelta(days=day)) for day in range(16, 45)]

    assert [day for day, count in enumerate(reminded, 16) if count] == [21, 26, 31]


def test_the_team_is_not_reminded_once_somebody_is_asked(who: Parties, now: datetime) -> None:
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    asked(who, agreement, now=now)
    assert remind_overdue(now + timedelta(days=5)) == 1

    assert told("to_prepare") == []
    signed(asked(who, agreement, now=now), by=who.signatory, now=now)
    remind(agreement=agreement, by=who.office, now=now + timedelta(days=6))
    assert told("to_prepare") == []

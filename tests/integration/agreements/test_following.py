"""What may follow an agreement, and signing anew on a new text: begun, and called off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.admin.actions import ACTIONS
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.rights import NotEntitled
from agreements.services.following import (
    FollowedAlready,
    NothingToCallOff,
    NothingToFollow,
    TextNotInForce,
    amend,
    call_off_repapering,
    renew,
    repaper,
)
from agreements.services.issuing import AlreadyOnItsWay
from agreements.services.terminating import request_termination
from agreements.standing import Standing, standing_of
from agreements.texts.models import TextVersion
from audit.models import AuditEvent
from tests.agreeing import Parties, approved_text
from tests.clock import set_clock
from tests.integration.agreements.papers import on_paper
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
FIRST = date(2026, 6, 1)
GRACE = TODAY + timedelta(days=60)


@pytest.fixture
def sla(who: Parties, now: datetime) -> Agreement:
    return on_paper(who, Kind.SLA, now=now, effective_on=FIRST)


def a_text(who: Parties, now: datetime, title: str) -> TextVersion:
    return approved_text(
        who.programme, Kind.SLA, author=who.office, approver=who.second_office, now=now, title=title,
        what_changed="Its title.",
    )  # fmt: skip


@pytest.mark.parametrize("follow", [renew, amend])
@pytest.mark.parametrize(
    ("values", "why"),
    [
        (
            {"termination_requested_on": FIRST, "terminates_on": TODAY},
            "terminated",
        ),
        ({"superseded_on": TODAY}, "superseded"),
        ({"effective_on": TODAY + timedelta(days=1)}, "starts later"),
    ],
)
def test_what_was_ended_replaced_or_never_in_force_is_not_followed(
    who: Parties, sla: Agreement, now: datetime, follow, values, why: str
) -> None:
    Agreement.objects.filter(pk=sla.pk).update(**values)
    sla.refresh_from_db()

    with pytest.raises(NothingToFollow, match=why):
        follow(agreement=sla, by=who.preparer, now=now)

    assert not sla.children.exists()


def test_what_ran_out_is_renewed_and_not_amended(who: Parties, sla: Agreement, now: datetime) -> None:
    Agreement.objects.filter(pk=sla.pk).update(expires_on=TODAY - timedelta(days=1))
    sla.refresh_from_db()

    with pytest.raises(NothingToFollow, match="expired"):
        amend(agreement=sla, by=who.preparer, now=now)
    assert renew(agreement=sla, by=who.preparer, now=now).starts_on is None


@pytest.mark.parametrize("follow", [renew, amend])
def test_a_follower_that_is_there_is_named(who: Parties, sla: Agreement, now: datetime, follow) -> None:
    later = on_paper(who, Kind.SLA, now=now, effective_on=FIRST + timedelta(days=1), scan=b"%PDF-1.7 renewal")
    Agreement.objects.filter(pk=later.pk).update(effective_on=TODAY + timedelta(days=30))
    Agreement.objects.filter(pk=sla.pk).update(superseded_on=TODAY + timedelta(days=30))
    sla.refresh_from_db()

    with pytest.raises(FollowedAlready, match=later.reference):
        follow(agreement=sla, by=who.preparer, now=now)


@pytest.mark.parametrize("follow", [renew, amend])
def test_a_follower_on_its_way_is_named(who: Parties, sla: Agreement, now: datetime, follow) -> None:
    other = renew(agreement=sla, by=who.preparer, now=now)

    with pytest.raises(AlreadyOnItsWay, match=other.reference):
        follow(agreement=sla, by=who.preparer, now=now)


def test_the_page_says_how_what_follows_it_stands(who: Parties, sla: Agreement, now, monkeypatch) -> None:
    set_clock(monkeypatch, now)
    later = on_paper(who, Kind.SLA, now=now, effective_on=TODAY, scan=b"%PDF-1.7 renewal")
    of_sla = Agreement.objects.filter(pk=later.pk)
    browser = SignedInClient()
    browser.force_login(who.preparer)

    for dates, words in (
        ({"effective_on": TODAY + timedelta(days=9)}, "signed, starts later"),
        ({"effective_on": FIRST}, "in force"),
        ({"termination_requested_on": FIRST, "terminates_on": TODAY}, "terminated"),
    ):
        of_sla.update(parent=sla, origin="renewal", **dates)
        page = browser.get(reverse("agreements:agreement", args=[sla.reference])).content.decode()
        assert f"(Renewal: {words})" in page


@pytest.mark.parametrize(("days", "now_due"), [(30, True), (300, False)])
def test_what_ends_soon_is_offered_for_renewal_first(
    who: Parties, sla, now, monkeypatch, days, now_due
) -> None:
    set_clock(monkeypatch, now)
    Agreement.objects.filter(pk=sla.pk).update(expires_on=TODAY + timedelta(days=days))
    browser = SignedInClient()
    browser.force_login(who.preparer)

    actions = browser.get(reverse("agreements:agreement", args=[sla.reference])).context["actions"]

    assert (actions.renew, actions.renew_now) == (True, now_due)


def test_only_the_text_in_force_is_signed_anew(who: Parties, sla: Agreement, now: datetime) -> None:
    older = TextVersion.objects.get(text__kind=Kind.SLA)
    newer = a_text(who, now, "Newer")

    with pytest.raises(TextNotInForce, match=f"Version {older.number}"):
        repaper(version=older, agreements=[sla], replace_by=GRACE, by=who.office, now=now)
    assert not sla.children.exists()

    done = repaper(version=newer, agreements=[sla], replace_by=GRACE, by=who.office, now=now)
    assert [one.sign_by for one in done.started] == [GRACE]
    issued = AuditEvent.objects.get(action="agreement.issued")
    assert issued.detail["sign_by"] == GRACE.isoformat()


def test_a_grace_is_called_off_with_an_event(who: Parties, sla: Agreement, now: datetime) -> None:
    text = TextVersion.objects.get(text__kind=Kind.SLA)
    repaper(version=text, agreements=[sla], replace_by=GRACE, by=who.office, now=now)

    with pytest.raises(NotEntitled):
        call_off_repapering(agreement=sla, by=who.preparer, now=now)
    current = call_off_repapering(agreement=sla, by=who.second_office, now=now)

    assert current.replace_by is None
    assert standing_of(current, GRACE + timedelta(days=1)) == Standing.IN_FORCE
    event = AuditEvent.objects.get(action="agreement.repapering_called_off")
    assert event.detail["replace_by"] == GRACE.isoformat()
    with pytest.raises(NothingToCallOff, match="need not"):
        call_off_repapering(agreement=sla, by=who.office, now=now)


def test_a_grace_that_is_over_is_not_called_off(who: Parties, sla: Agreement, now: datetime) -> None:
    Agreement.objects.filter(pk=sla.pk).update(replace_by=TODAY - timedelta(days=1))

    with pytest.raises(NothingToCallOff, match="is over"):
        call_off_repapering(agreement=sla, by=who.office, now=now)

    sla.refresh_from_db()
    assert standing_of(sla, TODAY) == Standing.TO_REPLACE


@pytest.mark.parametrize(("after", "offered"), [(1, True), (0, False)])
def test_what_is_superseded_later_may_be_terminated_before(
    who: Parties, sla: Agreement, now: datetime, after: int, offered: bool
) -> None:
    today = timezone.localdate()
    sla.superseded_on = today + timedelta(days=after)

    assert ACTIONS["terminate"].applies(sla) is offered


def test_an_agreement_superseded_later_is_terminated(who: Parties, sla: Agreement, now: datetime) -> None:
    Agreement.objects.filter(pk=sla.pk).update(superseded_on=TODAY + timedelta(days=30))

    ended = request_termination(
        agreement=sla, requested_on=TODAY, terminates_on=TODAY, reason="Notice.", by=who.office, now=now
    )

    assert standing_of(ended, TODAY) == Standing.TERMINATED

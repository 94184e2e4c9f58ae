"""One agreement takes another's place from its own first day, whichever is completed first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.following import amend, renew
from agreements.services.sealing import seal
from agreements.standing import Standing, is_in_force, standing_of
from audit.models import AuditEvent
from tests.agreeing import Parties, asked, countersigned, in_force, put_out, signed
from tests.integration.agreements.papers import on_paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)


def brought_into_force(who: Parties, agreement: Agreement, now: datetime) -> Agreement:
    put_out(who, agreement, now=now)
    signed(asked(who, agreement, now=now), by=who.signatory, now=now)
    agreement.refresh_from_db()
    countersigned(who, agreement, now=now)
    seal(agreement_id=agreement.pk, now=now)
    agreement.refresh_from_db()
    return agreement


def in_force_on(day: date) -> list[str]:
    return [one.origin for one in Agreement.objects.order_by("issued_at") if is_in_force(one, day)]


def test_a_renewal_takes_over_on_the_day_after_the_last(who: Parties, now: datetime) -> None:
    first = in_force(who, Kind.SLA, now=now)
    assert first.expires_on is not None
    later = now + timedelta(days=300)

    renewal = brought_into_force(who, renew(agreement=first, by=who.preparer, now=later), later)

    first.refresh_from_db()
    assert renewal.parent == first
    assert renewal.effective_on == first.expires_on + timedelta(days=1) == first.superseded_on
    assert in_force_on(first.expires_on) == ["new"]
    assert in_force_on(renewal.effective_on) == ["renewal"]
    assert standing_of(first, renewal.effective_on) == Standing.SUPERSEDED
    assert standing_of(renewal, later.date()) == Standing.STARTS_LATER


def test_an_amendment_takes_over_on_the_day_on_which_all_have_signed(who: Parties, now: datetime) -> None:
    first = in_force(who, Kind.SLA, now=now)
    later = now + timedelta(days=40)

    amendment = brought_into_force(who, amend(agreement=first, by=who.preparer, now=later), later)

    first.refresh_from_db()
    assert amendment.effective_on == first.superseded_on == later.date()
    assert in_force_on(later.date() - timedelta(days=1)) == ["new"]
    assert in_force_on(later.date()) == ["amendment"]


def test_a_paper_entered_after_the_renewal_stands_until_the_renewal_begins(
    who: Parties, now: datetime
) -> None:
    first = in_force(who, Kind.SLA, now=now)
    later = now + timedelta(days=300)
    renewal = brought_into_force(who, renew(agreement=first, by=who.preparer, now=later), later)

    paper = on_paper(who, Kind.SLA, now=later, effective_on=later.date())

    assert renewal.effective_on is not None
    renewal.refresh_from_db()
    assert renewal.superseded_on is None
    assert paper.superseded_on == renewal.effective_on
    assert [one for one in Agreement.objects.all() if is_in_force(one, later.date())] == [paper]
    assert in_force_on(renewal.effective_on - timedelta(days=1)) == ["new"]
    assert in_force_on(renewal.effective_on) == ["renewal"]


def test_an_old_paper_does_not_end_what_was_signed_since(who: Parties, now: datetime) -> None:
    current = in_force(who, Kind.SLA, now=now)

    old = on_paper(who, Kind.SLA, now=now, effective_on=date(2024, 3, 1))

    current.refresh_from_db()
    assert current.superseded_on is None
    assert standing_of(current, TODAY) == Standing.IN_FORCE
    assert old.superseded_on == current.effective_on
    assert standing_of(old, TODAY) == Standing.SUPERSEDED


def test_a_paper_that_ends_sooner_takes_the_place_of_nothing(who: Parties, now: datetime) -> None:
    online = in_force(who, Kind.SLA, now=now)
    later = now + timedelta(days=10)

    paper = on_paper(
        who, Kind.SLA, now=later, effective_on=later.date(), expires_on=later.date() + timedelta(days=60)
    )

    online.refresh_from_db()
    assert online.superseded_on is None
    assert standing_of(paper, later.date()) == Standing.SUPERSEDED
    assert in_force_on(later.date() + timedelta(days=90)) == [online.origin]


def test_a_paper_that_lasts_longer_takes_over(who: Parties, now: datetime) -> None:
    online = in_force(who, Kind.SLA, now=now)
    later = now + timedelta(days=10)

    on_paper(who, Kind.SLA, now=later, effective_on=later.date(), expires_on=None)

    online.refresh_from_db()
    assert online.superseded_on == later.date()


def test_of_two_that_begin_on_one_day_the_one_completed_last_stands(who: Parties, now: datetime) -> None:
    first = in_force(who, Kind.SLA, now=now)

    second = on_paper(who, Kind.SLA, now=now, effective_on=TODAY)

    first.refresh_from_db()
    assert first.superseded_on == TODAY
    assert standing_of(second, TODAY) == Standing.IN_FORCE


def test_superseding_is_an_event_of_the_older_one(who: Parties, now: datetime) -> None:
    first = in_force(who, Kind.SLA, now=now)
    second = brought_into_force(who, amend(agreement=first, by=who.preparer, now=now), now)

    event = AuditEvent.objects.get(action="agreement.superseded")
    assert event.subject_id == str(first.pk)
    assert (event.detail["by_agreement"], event.detail["on"]) == (second.reference, TODAY.isoformat())


def test_another_partner_or_kind_is_not_superseded(who: Parties, now: datetime) -> None:
    offer = in_force(who, Kind.OFFER, now=now)
    in_force(who, Kind.SLA, now=now)

    offer.refresh_from_db()
    assert offer.superseded_on is None

"""Until when an agreement may be signed: from the day on which it is put out, and longer where granted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.refusals import Closed
from agreements.rights import NotEntitled
from agreements.services.closing import lapse_overdue, withdraw
from agreements.services.preparing import NoExtension, begin_particulars, extend_signing
from audit.models import AuditEvent
from forms.submissions.work import work_from_json
from tests import builders
from tests.agreeing import Parties, issued, put_out
from tests.integration.agreements_register.rows import a_client

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=settings.AGREEMENT_SIGNING_DAYS)


def test_the_time_to_sign_begins_when_it_is_put_out(who: Parties, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now)
    assert agreement.sign_by == now.date() + DAYS
    later = now + timedelta(days=20)

    put_out(who, agreement, now=later)

    assert agreement.sign_by == later.date() + DAYS
    event = AuditEvent.objects.get(action="agreement.put_out")
    assert event.detail["sign_by"] == agreement.sign_by.isoformat()


def test_a_draft_lapses_by_its_own_last_day(who: Parties, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now)

    assert lapse_overdue(now + DAYS) == 0
    assert lapse_overdue(now + DAYS + timedelta(days=1)) == 1

    agreement.refresh_from_db()
    assert agreement.stage == Agreement.Stage.LAPSED


def test_the_office_gives_more_time_and_putting_out_does_not_take_it_back(
    who: Parties, now: datetime
) -> None:
    agreement = issued(who, Kind.SLA, now=now)
    until = now.date() + timedelta(days=90)

    extend_signing(agreement=agreement, sign_by=until, by=who.office, now=now)
    put_out(who, Agreement.objects.get(pk=agreement.pk), now=now)

    agreement.refresh_from_db()
    assert agreement.sign_by == until
    assert lapse_overdue(now + timedelta(days=90)) == 0
    event = AuditEvent.objects.get(action="agreement.signing_extended")
    assert (event.detail["before"], event.detail["sign_by"]) == ((now + DAYS).date().isoformat(), str(until))


@pytest.mark.parametrize("more", [-60, 0, 400])
def test_an_extension_is_later_and_within_a_year(who: Parties, now: datetime, more: int) -> None:
    agreement = issued(who, Kind.SLA, now=now)

    with pytest.raises(NoExtension):
        extend_signing(
            agreement=agreement, sign_by=agreement.sign_by + timedelta(days=more), by=who.office, now=now
        )

    assert not AuditEvent.objects.filter(action="agreement.signing_extended").exists()


def test_only_the_office_extends_and_only_what_can_still_be_signed(who: Parties, now: datetime) -> None:
    agreement = issued(who, Kind.SLA, now=now)
    until = agreement.sign_by + timedelta(days=10)
    with pytest.raises(NotEntitled):
        extend_signing(agreement=agreement, sign_by=until, by=who.preparer, now=now)
    withdraw(agreement=agreement, reason="Not wanted.", by=who.preparer, now=now)

    with pytest.raises(Closed):
        extend_signing(agreement=agreement, sign_by=until, by=who.office, now=now)


def test_the_office_extends_on_the_agreements_page(who: Parties) -> None:
    agreement = issued(who, Kind.SLA, now=timezone.now())
    until = agreement.sign_by + timedelta(days=10)
    client = a_client("clerk@programme.invalid", "view_agreement", "manage_agreement")
    page = reverse("agreement_register:operate", args=[agreement.pk, "extend"])
    assert page in client.get(reverse("agreement_register:agreement", args=[agreement.pk])).content.decode()

    assert client.post(page, {"sign_by": agreement.sign_by.isoformat()}).status_code == 422
    client.post(page, {"sign_by": until.isoformat()})

    agreement.refresh_from_db()
    assert agreement.sign_by == until


def test_what_was_sent_before_a_withdrawal_is_offered_again(who: Parties, now: datetime) -> None:
    first = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    withdraw(agreement=first, reason="A date was wrong.", by=who.preparer, now=now)

    again = begin_particulars(agreement=issued(who, Kind.SLA, now=now), by=who.preparer, now=now)

    assert first.submission is not None
    assert work_from_json(again.work).answers == first.submission.answers


def test_answers_about_another_counterparty_are_not_offered(who: Parties, now: datetime) -> None:
    put_out(who, issued(who, Kind.SLA, now=now), now=now)
    other = builders.a_partner(who.programme, role="homecare", code="homecare-two")

    draft = begin_particulars(
        agreement=issued(who, Kind.SLA, partner=other, now=now), by=who.preparer, now=now
    )

    assert not work_from_json(draft.work).answers

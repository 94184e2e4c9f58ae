"""A counterparty without people: the programme office is told at once, and sees it until somebody is there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from accounts.models import Membership, User
from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.notices.sending import mail_of
from agreements.register.troubles import count_troubles
from agreements.services.reminding import remind
from audit.models import AuditEvent
from tests.agreeing import Parties, asked, issued, put_out, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(who: Parties, now: datetime) -> Agreement:
    return put_out(who, issued(who, Kind.SLA, now=now), now=now)


@pytest.fixture
def unanswered(who: Parties, out: Agreement, now: datetime) -> Agreement:
    User.objects.filter(pk=who.countersigners["homecare"].pk).update(is_active=False)
    signed(asked(who, out, now=now), by=who.signatory, now=now)
    return out


def troubles(who: Parties, now: datetime) -> int:
    return count_troubles(now, programme_id=who.programme.pk)["nobody"]


def test_the_office_is_told_at_once_and_sees_it(who: Parties, unanswered: Agreement, now: datetime) -> None:
    notice = Notice.objects.get(template="nobody_to_countersign")
    mail = mail_of(notice)

    assert mail.to == [settings.DELIVERY_CONTACT_EMAIL]
    assert unanswered.reference in mail.subject
    assert f"/{unanswered.pk}/" in mail.body
    assert not Notice.objects.filter(template="to_countersign").exists()
    assert AuditEvent.objects.get(action="agreement.counterparty_asked").detail["told"] == 0
    assert troubles(who, now) == 1


def test_it_is_over_once_somebody_is_there_who_is_then_reminded(who, unanswered, now) -> None:
    Membership.objects.create(user=who.second_office, partner=who.homecare, started_at=now)
    assert troubles(who, now) == 0

    remind(agreement=unanswered, by=who.office, now=now + timedelta(days=2))

    assert Notice.objects.get(template="to_countersign").email == who.second_office.email


def test_the_office_is_reminded_while_nobody_is_there(who: Parties, unanswered, now: datetime) -> None:
    remind(agreement=unanswered, by=who.office, now=now + timedelta(days=2))

    assert Notice.objects.filter(template="nobody_to_countersign").count() == 2


def test_a_counterparty_with_people_is_asked_and_the_office_is_not(who: Parties, out, now) -> None:
    signed(asked(who, out, now=now), by=who.signatory, now=now)

    assert not Notice.objects.filter(template="nobody_to_countersign").exists()
    assert Notice.objects.get(template="to_countersign").email == who.countersigners["homecare"].email
    assert troubles(who, now) == 0

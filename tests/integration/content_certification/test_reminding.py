from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.certification.admin.calendar import Event, as_days, events_between, month_from
from content.certification.mails import send
from content.certification.models import OwedMail, Reminder
from content.certification.services.reminding import remind_due
from content.models import StandardPage
from programme.models import Programme
from tests.certifying import publish_certified

pytestmark = pytest.mark.django_db


def test_editors_and_signatories_are_reminded_90_60_and_30_days_ahead_once_each(
    page: StandardPage, editor: User, signatory: User, now: datetime
) -> None:
    certificate = publish_certified(page, now=now, by=None)
    page.save_revision(user=editor)
    told = []
    for left in (91, 90, 89, 60, 60, 30, 1):
        told.append(remind_due(now=certificate.expires_at - timedelta(days=left)))

    assert told == [0, 1, 0, 1, 0, 1, 0]
    assert sorted(Reminder.objects.values_list("days", flat=True)) == [30, 60, 90]
    assert set(OwedMail.objects.values_list("to__email", flat=True)) == {editor.email, signatory.email}
    assert send(mail_id=OwedMail.objects.all()[0].pk, now=now)
    assert "4 January 2029" in str(mail.outbox[0].body)


def test_the_calendar_shows_the_end_and_when_to_certify_again(
    page: StandardPage, signatory: User, client: Client, now: datetime
) -> None:
    certificate = publish_certified(page, now=now)
    client.force_login(signatory)

    html = client.get(f"{reverse('certification:calendar')}?month=2029-01").content.decode()
    assert "Certificate ends:" in html
    assert reverse("certification:certificate", args=[certificate.pk]) in html
    events = events_between(date(2028, 11, 1), date(2029, 1, 31), programmes=Programme.objects.all())
    assert [(one.day, one.kind) for one in events] == [
        (date(2028, 11, 5), "Certify again"),
        (date(2029, 1, 4), "Certificate ends"),
    ]
    days = list(as_days(events, site="https://programme.example/"))
    assert [(one.day, one.summary) for one in days] == [
        (date(2028, 11, 5), "Certify again: About the programme"),
        (date(2029, 1, 4), "Certificate ends: About the programme"),
    ]
    assert client.get(reverse("certification:calendar_file"))["Content-Type"].startswith("text/calendar")


def test_an_event_that_moves_or_gets_others_beside_it_stays_the_same_in_a_calendar() -> None:
    end = Event(date(2029, 1, 4), "Certificate ends", "About", "/admin/certification/1/")
    other = Event(date(2029, 1, 1), "Is taken down", "News", "/admin/pages/2/edit/")
    site = "https://programme.example/"

    (known,) = as_days([end], site=site)
    among = list(as_days([other, replace(end, day=date(2029, 2, 1))], site=site))

    assert among[1].uid == known.uid
    assert among[0].uid != known.uid
    assert known.description == "https://programme.example/admin/certification/1/"
    (elsewhere,) = as_days([end], site="https://other.example/")
    assert elsewhere.uid != known.uid


@pytest.mark.parametrize("text", ["", "2027", "2027-13", "0001-01", "9999-12", "<script>"])
def test_a_month_that_is_none_is_this_one(text: str) -> None:
    today = timezone.localdate()

    assert month_from(text, today=today) == today.replace(day=1)

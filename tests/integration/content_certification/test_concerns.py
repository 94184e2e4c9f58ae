"""People learn once, by mail and in the admin, that a page is not on the site as it should be."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import User
from content.certification.mails import send
from content.certification.models import Concern, OwedMail
from content.certification.periodic import compare
from content.models import HomePage, StandardPage
from content.periodic import publish_scheduled
from forms.routing.jobs import JobFailed
from programme.models import Programme, SafetyRecord
from tests.certifying import certified, publish_certified

pytestmark = pytest.mark.django_db

LINE = "1 page is not on the site as it was certified or planned"


@pytest.fixture
def record(programme: Programme) -> SafetyRecord:
    return SafetyRecord.objects.get(programme=programme, kind="adverse_events_patient")


def a_minute_ago() -> datetime:
    return timezone.now() - timedelta(minutes=1)


def told(template: str) -> set[str]:
    return set(OwedMail.objects.filter(template=template).values_list("to__email", flat=True))


@pytest.fixture
def refused(page: StandardPage, editor: User, signatory: User, record: SafetyRecord) -> StandardPage:
    """A page that was certified and scheduled before a record that it shows became another."""
    page.go_live_at = a_minute_ago()
    certified(page, now=a_minute_ago(), by=editor, signatory=signatory)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=page.go_live_at)
    record.body = "Other words."
    record.save()
    return page


def test_a_page_that_is_refused_at_its_time_is_told_of_once_and_again_only_when_it_is_settled(
    refused: StandardPage, record: SafetyRecord, editor: User, signatory: User
) -> None:
    for _ in range(3):
        with pytest.raises(JobFailed):
            publish_scheduled(timezone.now())

    assert OwedMail.objects.filter(template="page_refused").count() == 2
    assert told("page_refused") == {editor.email, signatory.email}
    assert "no signatory has certified it exactly as it is now" in Concern.objects.get(settled_at=None).why

    certified(refused, now=timezone.now(), by=editor, signatory=signatory)
    Revision.objects.filter(pk=refused.latest_revision_id).update(approved_go_live_at=a_minute_ago())
    publish_scheduled(timezone.now())

    assert not Concern.objects.filter(settled_at=None).exists()
    assert OwedMail.objects.filter(template="page_refused").count() == 2


def test_a_page_that_drifted_is_told_of_once_until_it_is_as_certified_again(
    home: HomePage, page: StandardPage, record: SafetyRecord, editor: User, signatory: User, now: datetime
) -> None:
    publish_certified(page, now=now, signatory=signatory)
    former = record.body
    assert compare(now) == "Every live page is as it was certified"

    record.body = "Other words."
    record.save()
    for day in range(2):
        with pytest.raises(JobFailed, match="Not as certified: /about/"):
            compare(now + timedelta(days=day))
    assert told("page_drifted") == {editor.email, signatory.email}
    assert OwedMail.objects.filter(template="page_drifted").count() == 2

    record.body = former
    record.save()
    compare(now + timedelta(days=2))
    assert not Concern.objects.filter(settled_at=None).exists()


def test_the_mail_says_what_happened_and_leads_to_the_page(refused: StandardPage) -> None:
    with pytest.raises(JobFailed):
        publish_scheduled(timezone.now())

    for owed in OwedMail.objects.filter(template="page_refused"):
        assert send(mail_id=owed.pk, now=timezone.now())

    message = mail.outbox[0]
    assert message.subject.endswith("a page did not go live")
    assert refused.title not in message.subject
    assert "no signatory has certified it exactly as it is now" in " ".join(message.body.split())
    assert reverse("wagtailadmin_pages:edit", args=[refused.pk]) in message.body


def test_the_admin_shows_it_to_signatories_until_it_is_settled(
    refused: StandardPage, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    assert LINE not in client.get(reverse("wagtailadmin_home")).content.decode()
    with pytest.raises(JobFailed):
        publish_scheduled(timezone.now())

    assert LINE in client.get(reverse("wagtailadmin_home")).content.decode()
    listed = client.get(reverse("certification:index")).content.decode()
    assert "did not go live at its time" in listed

    Revision.objects.filter(object_id=str(refused.pk)).update(approved_go_live_at=None)
    publish_scheduled(timezone.now())

    assert LINE not in client.get(reverse("wagtailadmin_home")).content.decode()

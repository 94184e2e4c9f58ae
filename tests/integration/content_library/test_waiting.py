"""What of documents waits or comes: for signatories on the admin's first page, for all on the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from content.certification.admin.calendar import events_between
from content.library.attention import documents_to_certify
from content.library.models import Document
from content.library.processing import process
from programme.models import Programme
from tests import builders
from tests.certifying import a_signatory
from tests.library_building import a_document, a_version, in_force
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def signatory(programme: Programme, now: datetime) -> User:
    return a_signatory(programme, now=now)


def told(user: User) -> list[tuple[str, str]]:
    request = RequestFactory().get("/admin/")
    request.user = user
    return [(line.text, line.url) for line in documents_to_certify(request)]


def read(document: Document, now: datetime) -> None:
    process(version_id=document.versions.order_by("-number")[0].pk, now=now)


def test_a_signatory_is_told_of_documents_that_wait_for_a_certificate(
    programme: Programme, signatory: User, now: datetime
) -> None:
    document = a_document(programme, now=now)
    # Nothing waits before the file can be read.
    assert told(signatory) == []

    read(document, now)
    (line,) = told(signatory)
    assert line == (
        "1 document waits for your certificate",
        reverse("library_admin:versions", args=[document.pk]),
    )

    in_force(document, now=now, by=signatory)
    assert told(signatory) == []
    a_version(document, a_pdf("How to inject, again"), now=now)
    read(document, now)
    assert told(signatory) == [line]


def test_nobody_is_told_of_what_they_may_not_certify(
    programme: Programme, signatory: User, now: datetime
) -> None:
    read(a_document(programme, now=now, by=signatory), now)

    assert told(signatory) == []
    assert told(builders.a_user(email="pat@programme.invalid", is_staff=True, is_superuser=True)) == []


def test_the_calendar_shows_when_a_document_begins_and_its_last_day(
    programme: Programme, signatory: User, now: datetime
) -> None:
    today = timezone.localdate(now)
    document = in_force(a_document(programme, now=now), now=now, by=signatory)
    Document.objects.filter(pk=document.pk).update(
        effective_on=today + timedelta(days=2), expires_on=today + timedelta(days=40)
    )

    def found(first: date, last: date) -> list[tuple[str, str]]:
        return [(one.kind, one.title) for one in events_between(first, last, programmes=[programme])]

    assert found(today, today + timedelta(days=30)) == [("Takes effect", "Injection guide")]
    assert found(today + timedelta(days=3), today + timedelta(days=40)) == [("Last day", "Injection guide")]
    assert found(today, today + timedelta(days=1)) == []

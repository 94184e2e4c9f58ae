from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from audit.models import AuditEvent
from content.library.models import Category, Document
from content.library.services.details import Relations, save_details
from programme.models import Programme
from stamps import PAGES, stamps_of
from tests.library_building import a_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(programme: Programme, now: datetime) -> Document:
    return a_document(programme, now=now)


def test_who_may_download_a_document_changes_with_an_event_that_says_who(
    document: Document, member: User, now: datetime
) -> None:
    group = Group.objects.create(name="Nurses")
    document.access = Document.Access.GROUPS

    save_details(document=document, relations=Relations(groups=[group]), by=member, now=now)

    event = AuditEvent.objects.get(action="document.changed")
    assert (event.detail["access"], event.detail["groups"]) == ("groups", [group.pk])
    assert list(document.groups.all()) == [group]


def test_groups_that_cannot_be_stored_undo_the_rest(document: Document, member: User, now: datetime) -> None:
    document.access = Document.Access.GROUPS

    with pytest.raises(ValueError, match="Cannot add"):
        save_details(
            document=document, relations=Relations(groups=[Group(name="Unsaved")]), by=member, now=now
        )

    kept = Document.objects.get()
    assert kept.access == Document.Access.AUDIENCE
    assert not AuditEvent.objects.filter(action="document.changed").exists()


def test_what_is_not_named_stays(
    document: Document, programme: Programme, member: User, now: datetime
) -> None:
    category = Category.objects.create(programme=programme, name="Guides")
    save_details(document=document, relations=Relations(categories=[category]), by=member, now=now)

    save_details(document=document, relations=Relations(tags=["pen"]), by=member, now=now)

    assert list(document.categories.all()) == [category]
    assert document.tags.names().get() == "pen"


def test_kept_pages_are_made_anew_after_the_groups_are_stored(
    document: Document, member: User, now: datetime, django_capture_on_commit_callbacks
) -> None:
    group = Group.objects.create(name="Nurses")
    stamp = stamps_of(PAGES)
    stamp.renew()
    before = stamp.read()

    with django_capture_on_commit_callbacks(execute=False) as waiting:
        save_details(document=document, relations=Relations(groups=[group]), by=member, now=now)

    assert stamp.read() == before
    assert document.groups.get() == group
    for renew in waiting:
        renew()
    assert stamp.read() != before

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from content.library.models import Category, Document
from content.library.services.details import Relations, save_details
from programme.models import Programme
from stamps import PAGES, stamps_of
from tests.library_building import a_document, a_root_collection

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


def test_an_editor_is_told_when_readers_see_a_new_title_and_gets_it_out(
    editor: Client, document: Document
) -> None:
    versions = reverse("library_admin:versions", args=[document.pk])
    place = reverse("wagtaildocs:edit", args=[document.pk])
    assert editor.get(place).content.decode().count("with the next version that is certified") == 2
    assert "New version with these details" not in editor.get(versions).content.decode()

    editor.post(place, {"title": "A better title", "summary": "Better.", "access": "audience"})

    page = editor.get(versions).content.decode()
    assert "A better title" in page
    assert "New version with these details" in page
    editor.post(reverse("library_admin:reword", args=[document.pk]))
    newest = document.versions.order_by("-number")[0]
    assert (newest.number, newest.title, newest.summary) == (2, "A better title", "Better.")
    again = editor.post(reverse("library_admin:reword", args=[document.pk]), follow=True)
    assert "has this title and summary already" in again.content.decode()


def test_moving_several_documents_to_another_collection_stands_in_the_trail(
    editor: Client, document: Document
) -> None:
    private = a_root_collection().add_child(name="Private")

    editor.post(
        f"/admin/bulk/content_library/document/add_to_collection/?id={document.pk}",
        {"collection": private.pk},
    )

    document.refresh_from_db()
    event = AuditEvent.objects.get(action="document.changed")
    assert document.collection == private
    assert (event.detail["changed"], event.detail["collection"]) == (["collection"], private.pk)

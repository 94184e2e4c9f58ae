from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from accounts.models import User
from audit.models import AuditEvent
from content.certification.models import Certificate
from content.certification.refusals import SignatoryIsAuthor
from content.library.finding import find_documents
from content.library.listing import documents_for
from content.library.models import Document, DocumentVersion
from content.library.processing import process
from content.library.readers import Reader
from content.library.refusals import LibraryRefused
from content.library.services.certifying import certify_and_enforce
from content.library.services.details import Relations, save_details
from content.library.services.enforcing import withdraw
from content.library.services.uploading import restore_version, reword
from programme.models import Programme
from tests import builders
from tests.certifying import a_signatory
from tests.library_building import DECLARED, a_document, a_version, in_force
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db
PROFESSIONAL = Reader("professionals")


@pytest.fixture
def document(programme: Programme, now: datetime) -> Document:
    return in_force(a_document(programme, now=now, summary="How to use the pen."), now=now)


def worded(document: Document, by: User, now: datetime, **values: Any) -> Document:
    """Change what is said of a document, as its form does."""
    changed = Document.objects.get(pk=document.pk)
    for name, value in values.items():
        setattr(changed, name, value)
    save_details(document=changed, relations=Relations(), by=by, now=now)
    return changed


def seen(programme: Programme, now: datetime) -> list[tuple[str, str]]:
    found = documents_for(programme_id=programme.pk, reader=PROFESSIONAL, on=now.date())
    return [(one.title, one.summary) for one in found]


def found_by(word: str, programme: Programme, now: datetime) -> list[str]:
    found = find_documents(word, programme_id=programme.pk, reader=PROFESSIONAL, on=now.date())
    return [one.document.title for one in found]


def test_readers_see_a_new_title_and_summary_only_once_they_are_certified(
    programme: Programme, document: Document, member: User, now: datetime
) -> None:
    worded(document, member, now, title="Cures everything", summary="No risk at all.")
    assert seen(programme, now) == [("Injection guide", "How to use the pen.")]

    reword(document=document, by=member, now=now)
    assert seen(programme, now) == [("Injection guide", "How to use the pen.")]

    in_force(document, now=now)
    assert seen(programme, now) == [("Cures everything", "No risk at all.")]
    assert Certificate.objects.filter(title="Cures everything, version 2").exists()


def test_a_search_knows_certified_titles_and_summaries_only(
    programme: Programme, document: Document, member: User, now: datetime
) -> None:
    worded(document, member, now, title="Miraculous handbook", summary="Painless.")
    assert found_by("injection", programme, now) == ["Injection guide"]
    assert found_by("pen", programme, now) == ["Injection guide"]
    assert found_by("miraculous", programme, now) == []
    assert found_by("painless", programme, now) == []

    reword(document=document, by=member, now=now)
    in_force(document, now=now)

    assert found_by("miraculous", programme, now) == ["Miraculous handbook"]
    assert found_by("painless", programme, now) == ["Miraculous handbook"]


def test_a_document_is_named_beside_others_as_it_was_certified(
    programme: Programme, document: Document, member: User, now: datetime
) -> None:
    declared = replace(DECLARED, job_code="EX-2")
    other = in_force(a_document(programme, now=now, title="Travel letter", declarations=declared), now=now)
    document.related.add(other)

    worded(other, member, now, title="Another letter")

    (one,) = (
        one
        for one in documents_for(programme_id=programme.pk, reader=PROFESSIONAL, on=now.date())
        if one.pk == document.pk
    )
    assert [related.title for related in one.related] == ["Travel letter"]


def test_who_wrote_the_title_does_not_certify_it(
    programme: Programme, document: Document, member: User, now: datetime
) -> None:
    signatory = a_signatory(programme, now=now)
    worded(document, signatory, now, title="A title of my own")
    worded(document, member, now, summary="Another summary.")
    version = reword(document=document, by=member, now=now)
    process(version_id=version.pk, now=now)
    version.refresh_from_db()

    with pytest.raises(SignatoryIsAuthor):
        certify_and_enforce(version=version, shown_sha256=version.sha256, by=signatory, now=now)


def test_who_wrote_a_title_that_was_replaced_since_certifies_the_next(
    programme: Programme, document: Document, member: User, now: datetime
) -> None:
    signatory = a_signatory(programme, now=now)
    worded(document, signatory, now, title="A title of my own")
    reword(document=document, by=member, now=now)
    worded(document, member, now, title="Another title")
    reword(document=document, by=member, now=now)

    assert in_force(document, now=now, by=signatory).current == document.versions.get(number=3)


def test_the_same_file_under_another_title_is_a_new_version(
    programme: Programme, member: User, now: datetime
) -> None:
    document = a_document(programme, now=now, data=a_pdf("Words"))
    worded(document, member, now, title="A better title")

    version = a_version(document, a_pdf("Words"), now=now, by=member)

    assert (version.number, version.title) == (2, "A better title")
    assert document.versions.get(number=1).title == "Injection guide"


def test_a_version_with_the_same_words_again_is_refused(
    document: Document, member: User, now: datetime
) -> None:
    with pytest.raises(LibraryRefused, match="already"):
        reword(document=document, by=member, now=now)

    assert document.versions.count() == 1


def test_an_older_version_comes_back_under_its_title(document: Document, member: User, now: datetime) -> None:
    first = document.versions.get()
    worded(document, member, now, title="A better title", summary="")
    reword(document=document, by=member, now=now)

    restored = restore_version(version=first, by=member, now=now)

    assert (restored.title, restored.summary) == ("Injection guide", "How to use the pen.")
    document.refresh_from_db()
    assert restored.is_worded_as(document)


def test_saving_details_leaves_alone_what_somebody_else_did_meanwhile(
    document: Document, member: User, now: datetime
) -> None:
    opened = Document.objects.get(pk=document.pk)
    withdraw(document=document, by=member, now=now)

    opened.title = "A better title"
    save_details(document=opened, relations=Relations(), by=member, now=now)

    kept = Document.objects.get(pk=document.pk)
    assert (kept.title, kept.current) == ("A better title", None)


def test_the_trail_says_what_was_changed_by_the_names_of_fields(
    document: Document, member: User, now: datetime
) -> None:
    worded(document, member, now, title="A better title", access="signed_in")

    event = AuditEvent.objects.get(action="document.changed")
    assert event.detail["changed"] == ["title", "access"]
    assert event.actor == str(member.pk)
    assert "A better title" not in str(event.detail)


def test_a_version_keeps_who_worded_it_when_its_document_goes_on(
    document: Document, member: User, now: datetime
) -> None:
    worded(document, member, now, title="A better title")
    version = reword(document=document, by=member, now=now)

    worded(document, builders.a_user(email="nadia@programme.invalid"), now, title="The best title")

    assert DocumentVersion.objects.get(pk=version.pk).worded_by.get() == member

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from audit.models import AuditEvent
from content.certification.models import Certificate
from content.certification.refusals import (
    ChangedMeanwhile,
    NotASignatory,
    NotCertified,
    SignatoryIsAuthor,
)
from content.job_codes.services import JobCodeTaken
from content.library.models import Document, DocumentVersion
from content.library.processing import process
from content.library.refusals import LibraryRefused, NotReady, SameFile, VersionKept
from content.library.services.certifying import certify_and_enforce
from content.library.services.enforcing import put_in_force, withdraw
from content.library.services.uploading import restore_version
from programme.models import Programme
from tests.certifying import a_signatory
from tests.library_building import DECLARED, a_document, a_version, in_force
from tests.library_files import a_pdf, an_encrypted_pdf

pytestmark = pytest.mark.django_db


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def test_an_upload_makes_a_document_with_its_first_version(programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now, data=a_pdf("Words"))

    version = document.versions.get()
    assert (document.slug, document.url) == ("injection-guide", "/documents/injection-guide/")
    assert (version.number, version.media_type) == (1, "application/pdf")
    assert version.sha256 == hashlib.sha256(a_pdf("Words")).hexdigest()
    assert version.job_code == "EX-1"
    assert document.current is None
    assert actions() == ["document.created", "document.version_uploaded"]


def test_titles_alike_get_addresses_of_their_own(programme: Programme, now: datetime) -> None:
    slugs = [
        a_document(
            programme, now=now, title=title, declarations=replace(DECLARED, job_code=f"EX-{number}")
        ).slug
        for number, title in enumerate(("Guide", "Guide", "guide!", "2027"))
    ]

    assert slugs == ["guide", "guide-2", "guide-3", "document-2027"]


def test_a_new_version_changes_nothing_for_readers_until_it_is_in_force(
    programme: Programme, now: datetime
) -> None:
    document = in_force(a_document(programme, now=now), now=now)
    first = document.current

    second = a_version(document, a_pdf("Other words"), now=now)

    document.refresh_from_db()
    assert second.number == 2
    assert document.current == first
    assert in_force(document, now=now).current == second
    assert first is not None
    assert DocumentVersion.objects.filter(pk=first.pk).exists()


def test_the_same_file_twice_is_one_version(programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now, data=a_pdf("Words"))

    with pytest.raises(SameFile):
        a_version(document, a_pdf("Words"), now=now)

    assert document.versions.count() == 1
    assert actions().count("document.version_uploaded") == 1


def test_an_older_version_comes_back_as_a_new_one(programme: Programme, member: User, now: datetime) -> None:
    document = in_force(a_document(programme, now=now, data=a_pdf("First")), now=now)
    first = document.versions.get()
    a_version(document, a_pdf("Second"), now=now)

    restored = restore_version(version=first, by=member, now=now)

    assert (restored.number, restored.restores, restored.sha256) == (3, first, first.sha256)
    assert restored.scan == DocumentVersion.Scan.WAITING
    assert restored.in_force_at is None
    with pytest.raises(LibraryRefused, match="newest"):
        restore_version(version=restored, by=member, now=now)


def test_versions_never_change_and_are_never_deleted(programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now)
    version = document.versions.get()

    version.note = "Another note"
    with pytest.raises(VersionKept):
        version.save()
    with pytest.raises(VersionKept):
        version.save(update_fields=["note"])
    with pytest.raises(VersionKept):
        version.delete()
    with pytest.raises(ProtectedError):
        document.delete()


@pytest.mark.parametrize("values", [{"title": "Another"}, {"summary": "Other"}, {"sha256": "0" * 64}])
def test_the_database_itself_refuses_to_change_a_version(
    programme: Programme, now: datetime, values: dict[str, str]
) -> None:
    version = a_document(programme, now=now).versions.get()

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).update(**values)

    assert DocumentVersion.objects.get() == version


def test_a_job_code_belongs_to_one_document(programme: Programme, now: datetime) -> None:
    a_document(programme, now=now)

    with pytest.raises(JobCodeTaken):
        a_document(programme, now=now, title="Another guide")

    assert Document.objects.count() == 1


def test_only_a_signatory_who_did_not_upload_it_certifies_a_version(
    programme: Programme, member: User, now: datetime
) -> None:
    signatory = a_signatory(programme, now=now)
    version = a_document(programme, now=now, by=signatory).versions.get()
    process(version_id=version.pk, now=now)
    version.refresh_from_db()

    with pytest.raises(NotASignatory):
        certify_and_enforce(version=version, shown_sha256=version.sha256, by=member, now=now)
    with pytest.raises(SignatoryIsAuthor):
        certify_and_enforce(version=version, shown_sha256=version.sha256, by=signatory, now=now)

    assert not Certificate.objects.exists()
    assert Document.objects.get().current is None


def test_only_the_file_that_was_shown_is_certified(programme: Programme, now: datetime) -> None:
    version = a_document(programme, now=now).versions.get()
    process(version_id=version.pk, now=now)
    version.refresh_from_db()

    with pytest.raises(ChangedMeanwhile):
        certify_and_enforce(
            version=version, shown_sha256="0" * 64, by=a_signatory(programme, now=now), now=now
        )

    assert Document.objects.get().current is None


def test_without_a_certificate_nothing_is_put_in_force(programme: Programme, now: datetime) -> None:
    version = a_document(programme, now=now).versions.get()
    process(version_id=version.pk, now=now)

    with pytest.raises(NotCertified):
        put_in_force(version=version, by=None, now=now)


def test_who_uploaded_a_file_does_not_certify_it_when_somebody_else_restores_it(
    programme: Programme, member: User, now: datetime
) -> None:
    signatory = a_signatory(programme, now=now)
    document = a_document(programme, now=now, by=signatory)
    first = document.versions.get()
    a_version(document, a_pdf("Other words"), now=now, by=member)
    restored = restore_version(version=first, by=member, now=now)
    process(version_id=restored.pk, now=now)
    restored.refresh_from_db()

    with pytest.raises(SignatoryIsAuthor):
        certify_and_enforce(version=restored, shown_sha256=restored.sha256, by=signatory, now=now)

    assert Document.objects.get().current is None


def test_what_was_withdrawn_comes_back_under_its_certificate(
    programme: Programme, member: User, now: datetime
) -> None:
    document = in_force(a_document(programme, now=now), now=now)
    withdraw(document=document, by=member, now=now)

    put_in_force(version=document.versions.get(), by=member, now=now)

    assert Document.objects.get().current == document.versions.get()


@pytest.mark.parametrize("data", [an_encrypted_pdf(), b"%PDF-1.7 broken"], ids=["encrypted", "broken"])
def test_what_nobody_can_read_is_not_put_in_force(programme: Programme, now: datetime, data: bytes) -> None:
    document = a_document(programme, now=now, data=data)

    with pytest.raises(NotReady):
        in_force(document, now=now)

    assert Document.objects.get(pk=document.pk).current is None
    assert "document.put_in_force" not in actions()


def test_what_is_not_read_yet_is_not_put_in_force(programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now)

    with pytest.raises(NotReady, match="minute"):
        put_in_force(version=document.versions.get(), by=None, now=now)


def test_withdrawing_keeps_versions_and_address(programme: Programme, member: User, now: datetime) -> None:
    document = in_force(a_document(programme, now=now), now=now)

    withdraw(document=document, by=member, now=now)
    withdraw(document=document, by=member, now=now)

    document.refresh_from_db()
    assert document.current is None
    assert document.versions.count() == 1
    assert actions().count("document.withdrawn") == 1


def test_the_database_keeps_dates_in_order(programme: Programme, now: datetime) -> None:
    document = a_document(programme, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(
            effective_on=now.date(), expires_on=now.date() - timedelta(days=1)
        )

"""A certificate is given for exactly what the signatory was shown, and never changes afterwards."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from wagtail.models import Page

from accounts.models import User
from audit.models import AuditEvent
from content.certification.models import Certificate, Rendering, Signatory
from content.certification.refusals import CertificateKept, ChangedMeanwhile, NotComplete
from content.certification.rendering import renderings_of
from content.certification.services.certifying import Material, certify_document
from content.models import StandardPage
from programme.models import Programme
from tests.certifying import certified, publish_certified
from tests.integration.content_certification.pages import certify

pytestmark = pytest.mark.django_db


def test_a_certificate_keeps_who_what_and_every_rendering(
    page: StandardPage, signatory: User, now: datetime
) -> None:
    certificate = certify(page, signatory, now)

    assert certificate.signatory_name == "Sage Certifier"
    assert certificate.signatory_registration == "General Pharmaceutical Council 0000000"
    assert (certificate.title, certificate.job_code, certificate.path) == (
        "About the programme", "EC-2", "/about/",
    )  # fmt: skip
    assert certificate.expires_on == date(2029, 1, 4)
    rendering = certificate.renderings.get()
    assert "First words" in rendering.html
    assert "First words" in rendering.canonical
    assert AuditEvent.objects.get(action="certificate.given").detail["sha256"] == certificate.sha256


def test_what_was_changed_after_it_was_shown_is_not_certified(
    page: StandardPage, signatory: User, editor: User, now: datetime
) -> None:
    shown = [one.sha256 for one in renderings_of(page.get_latest_revision().as_object())]
    page.introduction = "Something else."
    page.save_revision(user=editor)

    with pytest.raises(ChangedMeanwhile):
        certify(page, signatory, now, shown=shown)

    assert not Certificate.objects.exists()
    assert not AuditEvent.objects.filter(action="certificate.given").exists()


def test_what_lacks_a_declaration_is_not_certified(
    page: StandardPage, signatory: User, editor: User, now: datetime
) -> None:
    page.job_code = ""
    page.save_revision(user=editor, clean=False)

    with pytest.raises(NotComplete, match="job code"):
        certify(page, signatory, now)


def test_a_certificate_waits_until_its_page_is_published(
    page: StandardPage, signatory: User, editor: User, superuser: User, now: datetime
) -> None:
    certificate = certify(page, signatory, now)
    assert certificate.state == Certificate.State.WAITING

    page.get_latest_revision().publish(user=superuser)

    certificate.refresh_from_db()
    assert certificate.state == Certificate.State.VALID


def test_a_subject_has_one_valid_certificate_in_the_database(page: StandardPage, now: datetime) -> None:
    publish_certified(page, now=now)
    waiting = certified(page, now=now)
    assert waiting.state == Certificate.State.VALID
    former = Certificate.objects.exclude(pk=waiting.pk).get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=former.pk).update(state="valid", ended_at=None)


def test_nobody_changes_or_deletes_a_certificate_or_a_rendering(page: StandardPage, now: datetime) -> None:
    certificate = publish_certified(page, now=now)
    rendering = certificate.renderings.get()

    for act in (
        certificate.delete,
        certificate.save,
        rendering.delete,
        rendering.save,
        Certificate.objects.all().delete,
        Rendering.objects.all().delete,
        lambda: Certificate.objects.update(title="Another"),
        lambda: Rendering.objects.update(sha256="0" * 64),
    ):
        with pytest.raises(CertificateKept):
            act()
    with pytest.raises(ProtectedError):
        Page.objects.get(pk=page.pk).delete()
    with pytest.raises(ProtectedError):
        Signatory.objects.get().delete()


def test_a_document_version_is_certified_by_the_hash_of_its_bytes(
    programme: Programme, signatory: User, editor: User, now: datetime
) -> None:
    material = Material(
        document_version_id=programme.pk,
        title="Leaflet",
        job_code="EC-9",
        path="/documents/leaflet/",
        sha256="a" * 64,
        author_ids=frozenset({editor.pk}),
    )

    with pytest.raises(ChangedMeanwhile):
        certify_document(programme=programme, material=material, shown_sha256="b" * 64, by=signatory, now=now)
    certificate = certify_document(
        programme=programme, material=material, shown_sha256="a" * 64, by=signatory, now=now
    )

    assert certificate.holds_at(now)
    assert certificate.document_version_id == programme.pk
    assert certificate.page is None


def test_the_database_itself_refuses_to_change_what_was_certified(
    page: StandardPage, request: pytest.FixtureRequest, now: datetime
) -> None:
    if request.config.getoption("nomigrations"):
        pytest.skip("Triggers come with migrations.")
    publish_certified(page, now=now)

    for statement in (
        "UPDATE content_certification_certificate SET title = 'other'",
        "UPDATE content_certification_rendering SET sha256 = 'other'",
    ):
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

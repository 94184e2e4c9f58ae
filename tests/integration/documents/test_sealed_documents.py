"""A document to be sealed is stored with its seal or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from audit.trail import audited
from forms.documents import services
from forms.documents.models import Document
from forms.documents.sealing import SealFailed, TimestampFailed, verify_seal
from forms.documents.services import create_document, read_pdf, readdress_document, render_document
from tests import builders, pdf_probe
from tests.seal_certificates import time_stamp_authority
from tests.timestamp_server import timestamp_server
from tests.unit.documents.agreement_samples import agreement

SUBJECT = UUID("8b0c33d4-8a5d-4a0c-9a63-0f8f5f4c6f11")


@pytest.fixture
def to_seal(programme, organisation, nurse_service, now):
    with audited(at=now):
        return create_document(
            programme=programme, organisation=organisation, partner=nurse_service, subject_id=SUBJECT,
            reference="AG-7K4M-92QX-3", audience="parties", content=agreement(), now=now, to_seal=True,
        )  # fmt: skip


def stored_names(document):
    _, names = storages["documents"].listdir(str(document.pk))
    return names


def test_rendering_seals_last_and_stores_the_sealed_file(to_seal, now):
    document = render_document(document_id=to_seal.pk, now=now)

    pdf = read_pdf(document)
    verdict = verify_seal(pdf, at=document.sealed_at)
    assert verdict.genuine
    assert (document.sealed, document.sealed_at, document.seal_level) == (True, now, "B-B")
    assert document.seal_certificate_sha256 == verdict.certificate_sha256
    assert (document.size, document.pages) == (len(pdf), 3)
    assert stored_names(document) == [f"{document.sha256}.pdf"]
    assert pdf_probe.loose_content(pdf) == []


def test_the_trail_keeps_what_proves_the_seal(to_seal, now):
    document = render_document(document_id=to_seal.pk, now=now)

    detail = AuditEvent.objects.get(action="document.sealed").detail
    assert detail["sha256"] == document.sha256
    assert (detail["size"], detail["level"], detail["verified"]) == (document.size, "B-B", True)
    assert detail["certificate_sha256"] == document.seal_certificate_sha256
    assert detail["certificate_subject"] == "CN=Development seal"
    assert detail["software"].startswith("pyHanko ")


def test_sealing_twice_keeps_the_first_file(to_seal, now):
    first = render_document(document_id=to_seal.pk, now=now)
    second = render_document(document_id=to_seal.pk, now=now)

    assert (second.sha256, len(stored_names(second))) == (first.sha256, 1)
    assert AuditEvent.objects.filter(action="document.sealed").count() == 1


def test_two_workers_that_seal_at_once_leave_one_file(to_seal, now, monkeypatch):
    drawn = services.render

    def sealed_by_another_meanwhile(*content_and_files):
        monkeypatch.setattr(services, "render", drawn)
        render_document(document_id=to_seal.pk, now=now)
        return drawn(*content_and_files)

    monkeypatch.setattr(services, "render", sealed_by_another_meanwhile)
    document = render_document(document_id=to_seal.pk, now=now)

    assert stored_names(document) == [f"{document.sha256}.pdf"]
    assert verify_seal(read_pdf(document), at=now).genuine


def test_without_a_usable_key_nothing_is_stored_and_a_later_call_seals(to_seal, now, settings):
    key, settings.SEAL_PKCS12 = settings.SEAL_PKCS12, ""

    with pytest.raises(SealFailed):
        render_document(document_id=to_seal.pk, now=now)

    to_seal.refresh_from_db()
    assert (to_seal.state, to_seal.sealed, to_seal.stored_name) == (Document.State.FAILED, False, "")
    assert "SEAL_PKCS12 is not set" in to_seal.failure
    assert not storages["documents"].exists(str(to_seal.pk))
    assert AuditEvent.objects.filter(action="document.failed").exists()
    settings.SEAL_PKCS12 = key
    again = render_document(document_id=to_seal.pk, now=now)
    assert (again.state, again.sealed, again.failure) == (Document.State.RENDERED, True, "")


def test_without_a_time_stamp_nothing_is_stored_and_a_later_call_seals(to_seal, now, settings):
    authority = time_stamp_authority()
    settings.SEAL_TIMESTAMP_CERTIFICATES = authority.pem
    with timestamp_server(authority, at=datetime(2027, 1, 4, 9, 30, tzinfo=UTC)) as server:
        settings.SEAL_TIMESTAMP_URL, server.behaviour = server.url, "error"

        with pytest.raises(TimestampFailed):
            render_document(document_id=to_seal.pk, now=now)

        assert Document.objects.get(pk=to_seal.pk).state == Document.State.FAILED
        server.behaviour = "good"
        document = render_document(document_id=to_seal.pk, now=now)

    assert document.seal_level == "B-T"
    assert verify_seal(read_pdf(document)).timestamped


def test_the_database_refuses_a_document_to_seal_that_is_ready_without_its_seal(to_seal, now):
    document = render_document(document_id=to_seal.pk, now=now)

    for change in ({"sealed": False, "sealed_at": None}, {"sealed_at": None}, {"seal_level": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**change)


def test_a_copy_for_another_partner_is_sealed_too(to_seal, programme, now):
    other = builders.a_partner(programme, role="nurse", code="nurse-two")

    copy = readdress_document(document=to_seal, partner=other, now=now)

    assert render_document(document_id=copy.pk, now=now).sealed

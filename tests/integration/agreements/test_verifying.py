"""Genuine means: the stored hash, and the seal, and the whole file. Each check holds without the other."""

from __future__ import annotations

import hashlib
import io
import random
from datetime import date, datetime, timedelta

import pikepdf
import pytest

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.downloads import document_of
from agreements.services.following import amend
from agreements.services.terminating import request_termination
from agreements.standing import Standing
from agreements.verification.verifying import (
    UploadTooLarge,
    is_genuine,
    stored_document,
    verify_reference,
    verify_upload,
)
from forms.documents.models import Document
from forms.documents.sealing import MAX_UPLOAD_BYTES, verify_seal
from forms.documents.services import read_pdf, render_document
from tests.agreeing import Parties, in_force
from tests.integration.agreements.papers import on_paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


@pytest.fixture
def sealed(agreement: Agreement) -> bytes:
    assert agreement.sealed_copy is not None
    return read_pdf(agreement.sealed_copy)


def one_byte_changed(data: bytes) -> bytes:
    at = data.index(b"/Contents") // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def a_page_added(data: bytes) -> bytes:
    """Append an incremental update, as an editor does."""
    return data + b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n0\n%%EOF\n"


def metadata_edited(data: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.docinfo["/Title"] = "Another agreement"
        pdf.save(made)
    return made.getvalue()


TAMPERED = [
    one_byte_changed,
    a_page_added,
    metadata_edited,
    lambda data: data + b"\n",
    lambda data: data[:-1],
]


def test_the_sealed_file_is_genuine(agreement: Agreement, sealed: bytes) -> None:
    finding = verify_upload(sealed, on=TODAY)

    assert (finding.genuine, finding.known, finding.title) == (True, True, "Signed agreement")
    assert finding.status is not None
    assert finding.status.reference == agreement.reference
    assert finding.status.standing == Standing.IN_FORCE
    assert finding.status.sha256 == hashlib.sha256(sealed).hexdigest()


def test_the_certificate_of_completion_is_genuine(agreement: Agreement, now: datetime) -> None:
    document = document_of(agreement=agreement, audience="certificate", now=now)
    assert document is not None
    pdf = read_pdf(render_document(document_id=document.pk, now=now))

    finding = verify_upload(pdf, on=TODAY)

    assert (finding.genuine, finding.title) == (True, "Certificate of completion")


@pytest.mark.parametrize("tamper", TAMPERED)
def test_a_tampered_file_is_not_genuine(sealed: bytes, tamper) -> None:
    finding = verify_upload(tamper(sealed), on=TODAY)

    assert (finding.genuine, finding.known, finding.status) == (False, False, None)


@pytest.mark.parametrize("tamper", TAMPERED)
def test_the_hash_alone_refuses_what_was_tampered_with(agreement, sealed: bytes, tamper) -> None:
    trusting = verify_seal(sealed, at=agreement.sealed_copy.sealed_at)
    assert trusting.genuine

    assert stored_document(tamper(sealed)) is None
    assert not is_genuine(tamper(sealed), stored_sha256=agreement.sealed_copy.sha256, verdict=trusting)


@pytest.mark.parametrize("tamper", TAMPERED)
def test_the_seal_alone_refuses_what_was_tampered_with(agreement, sealed: bytes, tamper) -> None:
    data = tamper(sealed)
    verdict = verify_seal(data, at=agreement.sealed_copy.sealed_at)

    assert not verdict.genuine
    # As if somebody had put the hash of their own file into the database.
    assert not is_genuine(data, stored_sha256=hashlib.sha256(data).hexdigest(), verdict=verdict)


def test_a_forged_row_does_not_make_a_forged_file_genuine(agreement: Agreement, sealed: bytes) -> None:
    forged = one_byte_changed(sealed)
    Document.objects.filter(pk=agreement.sealed_copy_id).update(sha256=hashlib.sha256(forged).hexdigest())

    finding = verify_upload(forged, on=TODAY)

    assert (finding.known, finding.genuine) == (True, False)


@pytest.mark.parametrize("seed", range(4))
def test_no_changed_byte_of_a_seeded_sample_is_genuine(agreement, sealed: bytes, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        at = chance.randrange(len(sealed))
        data = sealed[:at] + bytes([sealed[at] ^ chance.randint(1, 255)]) + sealed[at + 1 :]
        assert stored_document(data) is None


def test_the_copy_to_read_is_not_genuine(agreement: Agreement) -> None:
    assert agreement.reading_copy is not None

    assert not verify_upload(read_pdf(agreement.reading_copy), on=TODAY).genuine


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7\n", b"\x00" * 1000])
def test_what_is_no_pdf_is_not_genuine(db: None, data: bytes) -> None:
    assert not verify_upload(data, on=TODAY).genuine


def test_a_file_larger_than_any_of_ours_is_not_parsed(db: None) -> None:
    with pytest.raises(UploadTooLarge):
        verify_upload(b"%PDF" + b"0" * MAX_UPLOAD_BYTES, on=TODAY)


def test_a_superseded_agreement_is_genuine_and_says_so(
    who: Parties, agreement: Agreement, sealed: bytes, now: datetime
) -> None:
    on_paper(who, Kind.SLA, now=now, effective_on=TODAY + timedelta(1))

    assert verify_upload(sealed, on=TODAY).status.standing == Standing.IN_FORCE
    later = verify_upload(sealed, on=TODAY + timedelta(1))
    assert (later.genuine, later.status.standing) == (True, Standing.SUPERSEDED)


def test_a_terminated_agreement_is_genuine_and_says_so(
    who: Parties, agreement: Agreement, sealed: bytes, now: datetime
) -> None:
    request_termination(
        agreement=agreement, requested_on=TODAY, terminates_on=TODAY, reason="Notice.", by=who.office, now=now
    )

    finding = verify_upload(sealed, on=TODAY)

    assert (finding.genuine, finding.status.standing) == (True, Standing.TERMINATED)


def test_reference_and_code_tell_how_it_stands(agreement: Agreement) -> None:
    code = agreement.verification_code
    printed = f" {code[:4]}-{code[4:8]}-{code[8:]} ".lower()

    for typed in (code, printed):
        found = verify_reference(agreement.reference.lower(), typed, on=TODAY)
        assert found is not None
        assert (found.reference, found.standing) == (agreement.reference, Standing.IN_FORCE)


def test_a_wrong_code_or_reference_tells_nothing(who: Parties, agreement: Agreement, now: datetime) -> None:
    code = agreement.verification_code
    unfinished = amend(agreement=agreement, by=who.preparer, now=now)

    for reference, typed in (
        (agreement.reference, code[:-1]),
        (agreement.reference, ""),
        (agreement.reference, code + "A"),
        (agreement.reference, "ünïcödé"),
        ("EC-0000-0000", code),
        ("no reference", code),
        ("", ""),
        (unfinished.reference, unfinished.verification_code),
    ):
        assert verify_reference(reference, typed, on=TODAY) is None

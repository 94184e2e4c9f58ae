"""Each PDF carries the bytes of the files that its audience may have, and no others."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pytest
from django.utils import timezone

from forms.documents.models import Document
from forms.documents.services import RenderFailed, read_pdf, render_document
from tests.integration.uploads.conftest import LETTER, LETTER_PDF, SCAN_PNG, send, stored_files
from tests.library_files import a_pdf
from tests.pdf_probe import loose_content, reading_order, surfaces

pytestmark = pytest.mark.django_db


def drawn(audience: str) -> bytes:
    document = Document.objects.get(audience=audience)
    return read_pdf(render_document(document_id=document.pk, now=timezone.now()))


def holds(data: bytes, wanted: bytes) -> bool:
    """Say whether bytes lie anywhere in a PDF: in the file itself, or in any stream, raw or unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        places = [data, *(one.read_raw_bytes() for one in streams)]
        for one in streams:
            try:
                places.append(one.read_bytes())
            except pikepdf.PdfError:
                continue
    return any(wanted in place for place in places)


def test_each_audience_receives_the_bytes_of_its_files_and_no_others(ready, member):
    send(ready, member)

    for audience, has_letter, has_scan in (
        ("nurse", True, False),
        ("homecare", False, True),
        ("team", True, False),
    ):
        data = drawn(audience)
        assert holds(data, LETTER_PDF) is has_letter, audience
        assert holds(data, SCAN_PNG) is has_scan, audience
        words = " ".join(surfaces(data).values())
        assert ("letter of Ada" in words) is has_letter, audience
        assert ("scan.png" in words) is has_scan, audience


def test_the_pdf_lists_its_files_and_stays_archivable_and_tagged(ready, member):
    send(ready, member)
    data = drawn("nurse")

    words = surfaces(data)
    sha256 = hashlib.sha256(LETTER_PDF).hexdigest()
    drawn_text = words["drawn text"].replace("\xa0", " ")
    assert "Attached files" in drawn_text
    assert f"SHA-256 {sha256[:4]} {sha256[4:8]}" in drawn_text
    assert "<pdfaid:part>3</pdfaid:part>" in words["metadata"]
    assert not loose_content(data)
    assert reading_order(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (specification,) = pdf.Root.AF
        assert specification.AFRelationship == "/Supplement"
        assert str(specification.UF) == str(specification.F) == "letter of Ada.pdf"
        embedded = specification.EF.F
        assert embedded.Subtype == "/application/pdf"
        assert embedded.Params.Size == len(LETTER_PDF)
        assert "/ModDate" in embedded.Params
        assert embedded.read_bytes() == LETTER_PDF
        assert [pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments] == [LETTER_PDF]


def test_a_pdf_without_files_is_as_before(ready, member, put, fill):
    from forms.documents.pdf import render
    from tests.unit.documents.samples import content

    data = render(content()).data
    assert b"EmbeddedFile" not in data
    assert "<pdfaid:part>2</pdfaid:part>" in surfaces(data)["metadata"]


def test_the_same_document_is_drawn_twice_to_the_same_bytes(ready, member):
    from forms.documents.attachments import files_of
    from forms.documents.content import content_from_json
    from forms.documents.pdf import render

    send(ready, member)
    frozen = content_from_json(Document.objects.get(audience="nurse").content)

    assert render(frozen, files_of(frozen)).data == render(frozen, files_of(frozen)).data == drawn("nurse")


def test_frozen_content_holds_ids_and_hashes_and_another_file_is_not_drawn(ready, member, stored):
    send(ready, member)
    document = Document.objects.get(audience="nurse")
    (attachment,) = document.content["attachments"]
    assert attachment["sha256"] == hashlib.sha256(LETTER_PDF).hexdigest()
    for file in stored_files(stored):
        file.write_bytes(file.read_bytes()[:-1] + b"x")

    with pytest.raises(RenderFailed):
        render_document(document_id=document.pk, now=timezone.now())
    document.refresh_from_db()
    assert document.state == "failed"
    assert "Ada" not in document.failure


def test_equal_names_are_told_apart_in_the_pdf(scanner, put, fill, member):
    draft = fill([put(LETTER, "a.pdf", a_pdf("1")), put(LETTER, "a.pdf", a_pdf("2"))], [])
    send(draft, member)

    with pikepdf.open(io.BytesIO(drawn("nurse"))) as pdf:
        assert sorted(pdf.attachments) == ["a (2).pdf", "a.pdf"]

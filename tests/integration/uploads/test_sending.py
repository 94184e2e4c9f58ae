from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from uuid import UUID

import pikepdf
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.documents.models import Document
from forms.documents.services import RenderFailed, read_pdf, render_document
from forms.routing.jobs import JobFailed
from forms.submissions.file_jobs import scan_files, settle_overdue_files
from forms.submissions.models import Draft, Submission
from forms.submissions.refusals import LegRefused
from forms.submissions.services import save_step, submit
from forms.uploads.models import Upload
from forms.uploads.receiving import WHOLE
from forms.uploads.refusals import FilesNotReady
from forms.uploads.services import store_upload
from sniffing import PDF as PDF_KIND, PNG
from tests import builders
from tests.clamd_server import NONSENSE, OK
from tests.integration.submissions.conftest import sign_in, step_answers
from tests.integration.uploads.conftest import LETTER, SCANS, stored_files
from tests.library_files import a_pdf, a_picture
from tests.pdf_probe import loose_content, reading_order, surfaces
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
LETTER_PDF, SCAN_PNG = a_pdf("Sentinel-letter-words"), a_picture("PNG", (41, 31))


@pytest.fixture
def put(holder, member):
    """Store a file of the draft; return its answer."""

    def store(key: str, name: str, data: bytes, kind=PDF_KIND):
        upload = store_upload(
            holder=holder, field_key=key, name=name, kind=kind, data=data, by=member, now=timezone.now()
        )
        return {
            "id": str(upload.pk),
            "name": upload.name,
            "type": upload.media_type,
            "size": upload.size,
            "sha256": upload.sha256,
        }

    return store


@pytest.fixture
def fill(draft, organisation, partners, member):
    def save(letter: list, scans: list):
        answers = {
            **step_answers(organisation, partners[1]),
            "files": {"title": "T", LETTER: letter},
            "asks": {"has_scans": "yes"},
            "scans": {SCANS: scans} if scans else {},
        }
        for key in ("who", "files", "asks", "scans", "patient", "services", "delivery", "confirm"):
            save_step(
                draft=draft, step_key=key, answers=answers[key], by=member, revision=draft.revision, now=timezone.now()
            )  # fmt: skip
        return draft

    return save


@pytest.fixture
def ready(scanner, put, fill):
    """A draft with a letter for the nurse service and a scan for the homecare provider."""
    return fill([put(LETTER, "letter of Ada.pdf", LETTER_PDF)], [put(SCANS, "scan.png", SCAN_PNG, PNG)])


def send(draft, member) -> Submission:
    return submit(draft=draft, by=member, revision=draft.revision, now=timezone.now())


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


def test_a_file_that_waits_stops_sending_with_words_and_goes_once_it_is_scanned(
    scanner, put, fill, member, signed_in
):
    scanner.behaviour = NONSENSE
    draft = fill([put(LETTER, "letter.pdf", LETTER_PDF)], [])
    page = signed_in.get(reverse("submissions:check", args=[draft.pk])).content.decode()
    assert "Being checked for viruses" in page
    assert "Look again" in page
    assert "You can send" not in page
    with pytest.raises(FilesNotReady, match="being checked"):
        send(draft, member)
    refused = signed_in.post(reverse("submissions:submit", args=[draft.pk]), {"revision": draft.revision})
    assert refused.status_code == 422
    assert "still being checked for viruses" in refused.content.decode()
    assert not Submission.objects.exists()
    assert not Upload.objects.filter(sent_at__isnull=False).exists()

    with pytest.raises(JobFailed, match="No virus scanner answers: 1 wait"):
        scan_files(timezone.now())
    scanner.behaviour = OK
    assert scan_files(timezone.now()) == "1 files scanned"
    assert send(draft, member).reference


def test_the_office_is_told_once_that_no_scanner_answers_and_of_no_name(no_scanner, put, fill):
    fill([put(LETTER, "letter of Ada.pdf", LETTER_PDF)], [])
    for minutes in (1, 11, 12):
        with pytest.raises(JobFailed):
            scan_files(timezone.now() + timedelta(minutes=minutes))

    (told,) = mail.outbox
    assert "1 uploaded file could not be scanned" in told.body
    assert "Ada" not in told.body + told.subject
    assert AuditEvent.objects.filter(action="upload.office_told").count() == 1


def test_an_infected_file_stands_on_the_check_page_and_is_not_sent(ready, member, signed_in):
    Upload.objects.filter(field_key=LETTER).update(state="infected")
    page = signed_in.get(reverse("submissions:check", args=[ready.pk])).content.decode()

    assert "held a virus and was destroyed" in page
    with pytest.raises(Exception, match="1 answers must be put right"):
        send(ready, member)


def test_what_a_channel_cannot_carry_is_said_before_sending(ready, member, partners, signed_in, settings):
    from directory.models import Destination

    Destination.objects.filter(partner=partners[0]).update(transport="smtp")
    settings.MAIL_MOST_BYTES = int((len(LETTER_PDF) - 100 + 1_500_000) * 78 / 57)

    with pytest.raises(LegRefused, match="together"):
        send(ready, member)
    page = signed_in.get(reverse("submissions:check", args=[ready.pk])).content.decode()
    assert "Remove a file or choose smaller ones" in page
    settings.MAIL_MOST_BYTES = 25_000_000
    assert send(ready, member)


def test_sending_that_fails_at_the_last_moment_keeps_the_draft_and_its_files(
    ready, member, kind, monkeypatch
):
    save_step(
        draft=ready, step_key="patient",
        answers={"name": "Explode", "born": "1980-03-31", "number": {"kind": "nhs", "value": "9990000018"}},
        by=member, revision=ready.revision, now=timezone.now(),
    )  # fmt: skip
    with pytest.raises(RuntimeError):
        send(ready, member)

    assert Draft.objects.get().state == "open"
    assert Upload.objects.filter(sent_at__isnull=True, removed_at__isnull=True).count() == 2
    assert not Document.objects.exists()


def test_what_no_answer_names_is_not_kept_with_a_submission(ready, member, put):
    put(LETTER, "left over.pdf", a_pdf("Left over"))
    send(ready, member)

    assert Upload.objects.filter(sent_at__isnull=False).count() == 2
    assert Upload.objects.filter(removed_at__isnull=False).count() == 1


def test_files_of_drafts_that_live_on_are_kept_and_others_end(ready, member, now):
    later = ready.expires_at + timedelta(days=1)
    Draft.objects.update(expires_at=later + timedelta(days=5))
    assert settle_overdue_files(later) == 1
    assert {one.expires_at for one in Upload.objects.all()} == {later + timedelta(days=5)}

    assert settle_overdue_files(later + timedelta(days=6)) == 1
    assert not Upload.objects.filter(removed_at__isnull=True).exists()


def test_the_team_downloads_a_file_and_it_is_noted(ready, member, signed_in, stranger):
    sent = send(ready, member)
    upload = Upload.objects.get(field_key=LETTER)
    url = reverse("submissions:file", args=[sent.reference, upload.pk])
    page = signed_in.get(reverse("submissions:submission", args=[sent.reference])).content.decode()
    assert url in page
    assert "Ada" not in url

    response = signed_in.get(url)
    assert response.content == LETTER_PDF
    assert response["Content-Disposition"] == 'attachment; filename="letter of Ada.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert AuditEvent.objects.filter(action="read", subject_id=str(sent.pk), actor=str(member.pk)).exists()

    other = sign_in(SignedInClient(), stranger)
    assert other.get(url).status_code == 404
    assert SignedInClient().get(url).status_code == 302
    nowhere = reverse("submissions:file", args=[sent.reference, UUID(int=7)])
    assert signed_in.get(nowhere).status_code == 404


def test_a_colleague_downloads_what_the_team_sent(ready, member, organisation, now):
    sent = send(ready, member)
    colleague = builders.a_member(organisation, now=now, email="colleague@harbour.invalid")
    client = sign_in(SignedInClient(), colleague)
    upload = Upload.objects.get(field_key=SCANS)

    response = client.get(reverse("submissions:file", args=[sent.reference, upload.pk]))
    assert response.content == SCAN_PNG
    assert response["Content-Type"] == "image/png"


def test_the_page_says_that_it_is_whole(ready, signed_in):
    page = signed_in.get(reverse("submissions:step", args=[ready.pk, "files"])).content.decode()

    assert page.rindex(f'name="{WHOLE}"') > page.rindex('type="file"')
    assert 'enctype="multipart/form-data"' in page
    other = signed_in.get(reverse("submissions:step", args=[ready.pk, "patient"])).content.decode()
    assert "multipart" not in other

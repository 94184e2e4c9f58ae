"""Files are sent with their form once they are known to be clean, and downloaded by the team."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.documents.models import Document
from forms.routing.jobs import JobFailed
from forms.submissions.file_jobs import scan_files, settle_overdue_files
from forms.submissions.models import Draft, Submission
from forms.submissions.refusals import LegRefused
from forms.submissions.services import save_step
from forms.uploads.models import Upload
from forms.uploads.receiving import WHOLE
from forms.uploads.refusals import FilesNotReady
from tests import builders
from tests.clamd_server import NONSENSE, OK
from tests.integration.submissions.conftest import sign_in
from tests.integration.uploads.conftest import LETTER, LETTER_PDF, SCAN_PNG, SCANS, send
from tests.library_files import a_pdf
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db


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

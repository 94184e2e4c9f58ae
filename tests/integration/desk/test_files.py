from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.definitions.spec import StepSpec
from forms.uploads.holding import Holder
from forms.uploads.models import Upload
from forms.uploads.services import store_upload
from sniffing import PDF
from tests.integration.desk.conftest import a_form, the_spec
from tests.integration.submissions.conftest import a_field, a_version
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db
DATA = a_pdf("A letter")


@pytest.fixture
def with_file(programme, organisation, member, submit, now):
    """Return a function that makes a submission of a kind with one file."""

    def make(kind: str):
        step = StepSpec("files", "Files", fields=(a_field("letter", "files", label="Letter"),))
        version = a_version(
            a_form(programme, kind, f"{kind}-files"), the_spec(kind, steps=(step,)), by=member, now=now
        )
        holder = Holder(UUID(int=5), programme.pk, organisation.pk, member.pk, timezone.now())
        upload = store_upload(
            holder=holder, field_key="letter", name="letter.pdf", kind=PDF, data=DATA, by=member, now=timezone.now()
        )  # fmt: skip
        Upload.objects.update(sent_at=timezone.now())
        answer = {"id": str(upload.pk), "name": "letter.pdf", "type": "application/pdf", "size": len(DATA)}
        return submit(version, answers={"letter": [{**answer, "sha256": upload.sha256}]}), upload

    return make


def test_who_reads_answers_without_patients_downloads_their_files(with_file, reader, at_desk):
    sent, upload = with_file("enquiry")
    client = at_desk(reader)
    url = reverse("submissions_admin:file", args=[sent.pk, upload.pk])

    assert url in client.get(reverse("submissions_admin:detail", args=[sent.pk])).content.decode()
    response = client.get(url)
    assert response.content == DATA
    assert response["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AuditEvent.objects.filter(action="read", subject_id=str(sent.pk), actor=str(reader.pk)).exists()
    assert client.get(reverse("submissions_admin:file", args=[sent.pk, UUID(int=9)])).status_code == 404


def test_nobody_else_at_the_desk_does(with_file, reader, clerk, at_desk, client):
    enquiry, letter = with_file("enquiry")
    url = reverse("submissions_admin:file", args=[enquiry.pk, letter.pk])
    assert at_desk(clerk).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_files_about_patients_are_their_organisations_alone(with_file, reader, nurse, at_desk):
    sent, upload = with_file("example")
    url = reverse("submissions_admin:file", args=[sent.pk, upload.pk])

    assert at_desk(reader).get(url).status_code == 404
    assert at_desk(nurse).get(url).content == DATA

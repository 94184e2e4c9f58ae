"""A visitor's own files: uploaded, listed, removed, sent as part of the desk's PDF, and nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.definitions.spec import StepSpec
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.routing.pipeline import send_leg
from forms.submissions.models import Draft, Submission
from forms.uploads.models import Upload
from forms.uploads.services import destroy_removed
from tests import builders
from tests.clamd_server import EICAR
from tests.integration.desk.conftest import at_desk, clerk, reader  # noqa: F401
from tests.integration.open_forms.conftest import a_professional, a_version, asked, hidden, open_spec
from tests.integration.uploads.conftest import scanner, stored, stored_files  # noqa: F401
from tests.integration.uploads.pages import a_file, listed
from tests.library_files import a_pdf
from tests.pdf_reading import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scanner")]
LETTER = a_pdf("Sentinel words of a letter")
NAME = "letter of Vera.pdf"


@pytest.fixture
def version(form, author):
    settings = {"types": ["pdf"], "most_files": 2, "most_megabytes": 1}
    files = StepSpec("files", "Your files", fields=(asked("letter", "files", settings=settings),))
    return a_version(form, open_spec(steps=(files, *open_spec().steps)), by=author)


@pytest.fixture
def draft(browser) -> Draft:
    return browser.begun()


def post(browser, draft, page, *, keep=True, **values):
    """Post the page of files as a browser does, with what it lists unless `keep` is off."""
    shown = {"letter": listed(page, "letter")} if keep and listed(page, "letter") else {}
    named = {name: hidden(page, name) for name in ("revision", "page")}
    data = {**named, **shown, "whole": "1", **values}
    return browser.client.post(browser.address("step", draft.pk, "files"), data)


def upload(browser, draft, name=NAME, data=LETTER):
    page = browser.client.get(browser.address("step", draft.pk, "files"))
    return post(browser, draft, page, letter_file=a_file(name, data), letter_upload="1")


def sent_with_a_file(browser, draft) -> Submission:
    page = upload(browser, draft)
    assert post(browser, draft, page).status_code == 302
    browser.fill(draft)
    assert browser.send(draft).status_code == 302
    return Submission.objects.get()


def test_an_uploaded_file_is_listed_and_belongs_to_nobody_but_the_draft(browser, draft, stored):  # noqa: F811
    page = upload(browser, draft)

    assert NAME in page.content.decode()
    kept = Upload.objects.get()
    assert listed(page, "letter") == [str(kept.pk)]
    assert (kept.draft_id, kept.owner, kept.organisation, kept.state) == (draft.pk, None, None, "clean")
    assert kept.expires_at == draft.expires_at
    (file,) = stored_files(stored)
    assert b"Sentinel" not in file.read_bytes()


def test_the_file_arrives_in_the_desk_s_inbox_as_part_of_its_pdf(browser, draft, settings):
    submission = sent_with_a_file(browser, draft)
    leg = Delivery.objects.get()

    assert send_leg(delivery_id=leg.pk, clock=timezone.now, schedule=lambda *_, **__: None) == "sent"

    (path,) = (settings.DELIVERY_INBOX_DIR / "questions").glob(f"{submission.reference}*.pdf")
    with opened(path.read_bytes(), builders.PASSPHRASE) as pdf:
        attached = {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}
    assert attached == {NAME: LETTER}
    assert Document.objects.get().partner.code == "questions"


def test_the_check_page_names_the_file_before_it_is_sent(browser, draft):
    page = upload(browser, draft)
    post(browser, draft, page)
    browser.fill(draft)

    assert NAME in browser.client.get(browser.address("check", draft.pk)).content.decode()


def test_a_removed_file_is_destroyed_and_not_sent(browser, draft, stored):  # noqa: F811
    page = upload(browser, draft)
    (first,) = listed(page, "letter")
    page = post(browser, draft, page, letter_file=a_file("other.pdf", a_pdf("Other")), letter_upload="1")
    page = post(browser, draft, page, letter_remove=first)

    assert first not in listed(page, "letter")
    assert NAME not in page.content.decode()
    destroy_removed(timezone.now())
    assert len(stored_files(stored)) == Upload.objects.count() == 1
    post(browser, draft, page)
    browser.fill(draft)
    browser.send(draft)
    assert [one["name"] for one in Submission.objects.get().answers["letter"]] == ["other.pdf"]


def test_deleting_the_answers_destroys_the_files(browser, draft, stored):  # noqa: F811
    upload(browser, draft)

    browser.client.post(browser.address("discard", draft.pk))
    destroy_removed(timezone.now())

    assert stored_files(stored) == []
    assert not Upload.objects.exists()


def test_another_browser_neither_uploads_nor_removes_nor_takes_a_file(browser, draft):
    (own,) = listed(upload(browser, draft), "letter")
    other = a_professional()
    theirs = other.begun()
    page = other.client.get(other.address("step", theirs.pk, "files"))
    address = other.address("step", draft.pk, "files")

    for values in ({"letter_file": a_file("evil.pdf", LETTER), "letter_upload": "1"}, {"letter_remove": own}):
        data = {"revision": "0", "page": "x" * 12, "whole": "1", **values}
        assert other.client.post(address, data).status_code == 404
    taken = post(other, theirs, page, letter=[own])

    assert "is no longer here" in taken.content.decode()
    assert NAME not in taken.content.decode()
    assert Draft.objects.get(pk=theirs.pk).work["answers"] == {}
    assert Upload.objects.get().removed_at is None


def test_what_holds_a_virus_is_refused_and_never_stored(browser, draft, stored):  # noqa: F811
    page = upload(browser, draft, data=a_pdf("x") + EICAR)

    assert "virus scan found something" in page.content.decode()
    assert stored_files(stored) == []


def test_the_desk_opens_a_visitor_s_file_and_follows_it_in_the_timeline(
    browser,
    draft,
    at_desk,  # noqa: F811
    reader,  # noqa: F811
    clerk,  # noqa: F811
):
    page = upload(browser, draft)
    page = post(browser, draft, page, letter_file=a_file("left over.pdf", a_pdf("2")), letter_upload="1")
    removed = listed(page, "letter")[1]
    page = post(browser, draft, page, letter_remove=removed)
    destroy_removed(timezone.now())
    submission = sent_with_a_file(browser, draft)
    file = submission.answers["letter"][0]["id"]
    download = reverse("submissions_admin:file", args=[submission.pk, file])
    detail = reverse("submissions_admin:detail", args=[submission.pk])

    desk = at_desk(reader)
    assert desk.get(download).content == LETTER
    assert at_desk(clerk).get(download).status_code == 404
    assert browser.client.get(download).status_code == 302
    timeline = " ".join(desk.get(detail).content.decode().partition('id="timeline"')[2].split())
    for sentence in ("File uploaded</strong>: PDF", "File removed and destroyed", "File sent with the form"):
        assert sentence in timeline
    assert timeline.count("File uploaded") == 2
    assert '<span class="desk-hint">A visitor</span>' in timeline
    assert ".pdf" not in timeline.partition("</ol>")[0]


def test_no_event_holds_the_name_of_a_file(browser, draft):
    sent_with_a_file(browser, draft)

    assert AuditEvent.objects.filter(action="upload.sent").exists()
    assert "Vera" not in str(list(AuditEvent.objects.values_list("detail", "subject_id", "actor")))

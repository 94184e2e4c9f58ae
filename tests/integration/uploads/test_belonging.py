"""Files belong to one question of one draft, and go wherever it goes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from forms.submissions.models import Draft
from forms.submissions.services import discard_draft, hand_over_draft, save_step
from forms.uploads.models import Upload
from tests import builders
from tests.integration.submissions.wizard import answer, answers_of, hidden, step_url
from tests.integration.uploads.conftest import LETTER, SCANS
from tests.integration.uploads.pages import PDF, a_file, errors_of, listed, open_page, post
from tests.library_files import a_picture
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db


def test_nobody_uploads_into_anothers_draft(draft, at_files, stranger):
    other = SignedInClient()
    other.force_login(stranger)
    for client in (other, Client()):
        page = client.post(
            step_url(draft, "files"),
            {"letter_file": a_file("a.pdf", PDF), "letter_upload": "1", "whole": "1"},
        )
        assert page.status_code in (302, 404)
    assert not Upload.objects.exists()


def test_a_closed_draft_takes_nothing(signed_in, draft, at_files, member):
    discard_draft(draft=draft, by=member, now=timezone.now())
    page = post(signed_in, draft, "files", at_files, letter_file=a_file("a.pdf", PDF), letter_upload="1")

    assert page.status_code == 410 or b"deleted" in page.content
    assert not Upload.objects.exists()


def test_a_file_for_a_question_that_takes_none_is_not_even_looked_at(signed_in, draft, at_files, scanner):
    shown = post(
        signed_in, draft, "files", at_files, title=a_file("a.pdf", PDF), other_file=a_file("b.pdf", PDF)
    )

    assert shown.status_code == 200
    assert not Upload.objects.exists()
    assert scanner.streams == []


def test_files_of_another_question_or_draft_cannot_be_claimed(signed_in, draft, at_files):
    shown = post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.pdf", PDF))
    assert shown.status_code == 302
    upload = Upload.objects.get()
    Upload.objects.filter(pk=upload.pk).update(field_key=SCANS)
    page = open_page(signed_in, draft)
    refused = post(signed_in, draft, "files", page, title="T", letter=[str(upload.pk)])

    assert "A file of “Letter” is no longer here. Choose it again" in errors_of(refused)


def test_files_of_a_question_that_is_no_longer_asked_are_destroyed(signed_in, draft, at_files, left):
    post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.pdf", PDF))
    answer(signed_in, draft, "asks", {"has_scans": "yes"})
    page = open_page(signed_in, draft, "scans")
    post(signed_in, draft, "scans", page, scans_file=a_file("scan.png", a_picture()))
    assert len(left()) == 2

    answer(signed_in, draft, "asks", {"has_scans": "no"})

    assert SCANS not in answers_of(draft)
    assert len(left()) == 1
    assert [one.field_key for one in Upload.objects.all()] == [LETTER]


def test_files_go_with_their_draft(signed_in, draft, at_files, left, member):
    post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.pdf", PDF))
    discard_draft(draft=Draft.objects.get(pk=draft.pk), by=member, now=timezone.now())

    assert left() == []
    assert not Upload.objects.exists()


def test_a_colleague_who_takes_over_has_the_files(signed_in, draft, at_files, organisation, member, now):
    post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.pdf", PDF))
    colleague = builders.a_member(organisation, now=now, email="colleague@harbour.invalid")
    hand_over_draft(draft=draft, to=colleague, by=member, now=timezone.now())

    assert Upload.objects.get().owner_id == colleague.pk
    client = SignedInClient()
    client.force_login(colleague)
    assert len(listed(open_page(client, draft), LETTER)) == 1
    assert signed_in.get(step_url(draft, "files")).status_code == 404


def test_a_saved_step_of_another_page_leaves_files_alone(signed_in, draft, at_files, member):
    post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.pdf", PDF))
    current = Draft.objects.get(pk=draft.pk)
    save_step(
        draft=current, step_key="asks", answers={"has_scans": "no"}, by=member, revision=current.revision, now=timezone.now()
    )  # fmt: skip

    assert Upload.objects.filter(removed_at__isnull=True).count() == 1
    assert hidden(open_page(signed_in, draft))["revision"]

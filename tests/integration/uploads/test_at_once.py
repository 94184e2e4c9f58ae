"""Files of one draft that arrive at the same moment, each with a connection of its own."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from audit.verification import verify_chain
from forms.submissions.file_jobs import settle_overdue_files
from forms.submissions.models import Submission
from forms.submissions.services import AnswersInvalid, ChangedSinceChecked
from forms.uploads.models import Upload
from forms.uploads.reading import read_upload
from forms.uploads.refusals import FilesNotReady
from forms.uploads.services import destroy_removed
from tests.integration.submissions.test_at_once import AT_ONCE, all_at_once
from tests.integration.submissions.wizard import answer, answers_of
from tests.integration.uploads.conftest import LETTER, LETTER_PDF, SCANS, send, stored_files
from tests.integration.uploads.pages import a_file, listed, open_page, post
from tests.library_files import a_pdf
from tests.signing_in import SignedInClient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("scanner")]
DATA = a_pdf("A letter")


@pytest.fixture
def clients(member, signed_in, draft, pages):
    """One browser of the member for each request, all of them before the page with files."""
    answer(signed_in, draft, "who", pages["who"])
    several = [SignedInClient() for _ in range(AT_ONCE)]
    for one in several:
        one.cookies = signed_in.cookies
    return several


def upload(client, draft, page, name, data=DATA):
    return post(client, draft, "files", page, letter_file=a_file(name, data), letter_upload="1")


def test_one_file_that_is_sent_several_times_at_once_is_kept_once_and_whole(clients, draft, stored):
    page = open_page(clients[0], draft)

    shown = all_at_once(lambda number: upload(clients[number], draft, page, "a letter.pdf"))

    kept = Upload.objects.get()
    assert [listed(one, LETTER) for one in shown] == [[str(kept.pk)]] * AT_ONCE
    assert [one["id"] for one in answers_of(draft)[LETTER]] == [str(kept.pk)]
    assert read_upload(upload_id=kept.pk, sha256=kept.sha256) == DATA
    assert len(stored_files(stored)) == 1


def test_of_two_tabs_that_upload_at_once_one_is_told_and_what_is_named_can_be_read(clients, draft, stored):
    tabs = [open_page(one, draft) for one in clients[:2]]

    def act(number):
        return upload(clients[number], draft, tabs[number], f"{number}.pdf", a_pdf(f"Letter {number}"))

    shown = all_at_once(act, 2)

    assert sorted(one.status_code for one in shown) == [200, 409]
    winner = next(number for number, one in enumerate(shown) if one.status_code == 200)
    (named,) = answers_of(draft)[LETTER]
    assert named["name"] == f"{winner}.pdf"
    assert read_upload(upload_id=UUID(named["id"]), sha256=named["sha256"]) == a_pdf(f"Letter {winner}")
    destroy_removed(timezone.now())
    assert len(stored_files(stored)) == Upload.objects.count()


def test_a_file_that_comes_while_the_form_is_sent_is_part_of_it_or_destroyed(ready, put, member, stored):
    def act(number):
        return put(LETTER, "late.pdf", a_pdf("Late")) if number else send(ready, member)

    submission, _ = all_at_once(act, 2)

    assert [one["name"] for one in submission.answers[LETTER]] == ["letter of Ada.pdf"]
    settle_overdue_files(timezone.now() + timedelta(days=60))
    destroy_removed(timezone.now())
    assert set(Upload.objects.values_list("field_key", flat=True)) == {LETTER, SCANS}
    assert len(stored_files(stored)) == Upload.objects.count() == 2
    assert verify_chain().holds


def test_no_form_is_sent_with_a_file_that_is_removed_meanwhile(ready, member, signed_in):
    page = open_page(signed_in, ready)
    (own,) = listed(page, LETTER)

    def act(number):
        if number:
            post(signed_in, ready, "files", page, title="T", letter_remove=own)
            return
        with suppress(AnswersInvalid, ChangedSinceChecked, FilesNotReady):
            send(ready, member)

    all_at_once(act, 2)

    destroy_removed(timezone.now())
    for one in Submission.objects.all():
        for file in one.answers[LETTER]:
            assert read_upload(upload_id=UUID(file["id"]), sha256=file["sha256"]) == LETTER_PDF
    assert Submission.objects.exists() or LETTER not in answers_of(ready)

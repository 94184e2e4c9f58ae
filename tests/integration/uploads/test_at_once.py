"""Files of one draft that arrive at the same moment, each with a connection of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.verification import verify_chain
from forms.submissions.file_jobs import settle_overdue_files
from forms.submissions.models import Draft, Submission
from forms.submissions.services import save_step, submit
from forms.uploads.models import Upload
from forms.uploads.reading import read_upload
from forms.uploads.refusals import FilesNotReady
from forms.uploads.services import destroy_removed, store_upload
from sniffing import PDF
from tests.integration.submissions.conftest import step_answers
from tests.integration.submissions.test_at_once import AT_ONCE, all_at_once
from tests.integration.submissions.wizard import answer, answers_of
from tests.integration.uploads.conftest import LETTER, stored_files
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
    assert read_upload(upload_id=named["id"], sha256=named["sha256"]) == a_pdf(f"Letter {winner}")
    destroy_removed(timezone.now())
    assert len(stored_files(stored)) == Upload.objects.count()


def test_a_file_that_comes_while_the_form_is_sent_is_part_of_it_or_destroyed(
    draft, holder, organisation, partners, member, stored
):
    def keep(name, data):
        return store_upload(
            holder=holder, field_key=LETTER, name=name, kind=PDF, data=data, by=member, now=timezone.now()
        )

    first = keep("first.pdf", DATA)
    entry = {"id": str(first.pk), "name": "first.pdf", "type": "application/pdf", "size": first.size}
    answers = {
        **step_answers(organisation, partners[1]),
        "files": {"title": "T", LETTER: [{**entry, "sha256": first.sha256}]},
        "asks": {"has_scans": "no"},
    }
    for key, values in answers.items():
        save_step(
            draft=draft, step_key=key, answers=values, by=member, revision=draft.revision, now=timezone.now()
        )

    def act(number):
        if number:
            return keep("late.pdf", a_pdf("Late"))
        own = Draft.objects.get(pk=draft.pk)
        return submit(draft=own, by=member, revision=draft.revision, now=timezone.now())

    submission, _ = all_at_once(act, 2)

    assert [one["name"] for one in submission.answers[LETTER]] == ["first.pdf"]
    settle_overdue_files(timezone.now() + timedelta(days=60))
    destroy_removed(timezone.now())
    assert Upload.objects.get().pk == first.pk
    assert len(stored_files(stored)) == 1
    assert verify_chain().holds


def test_a_file_that_is_removed_while_the_form_is_sent_is_part_of_it_or_stops_it(clients, draft):
    """Whichever was first, no submission names a file that is not there."""
    page = upload(clients[0], draft, open_page(clients[0], draft), "a.pdf")
    (own,) = listed(page, LETTER)
    Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now())

    def act(number):
        if number:
            return post(clients[1], draft, "files", page, letter_remove=own).status_code
        try:
            current = Draft.objects.get(pk=draft.pk)
            return submit(draft=current, by=current.owner, revision=current.revision, now=timezone.now())
        except FilesNotReady as refused:
            return refused

    all_at_once(act, 2)

    for one in Submission.objects.all():
        for file in one.answers[LETTER]:
            assert read_upload(upload_id=file["id"], sha256=file["sha256"]) == DATA

"""A page with files keeps what was typed and uploaded, whatever happens on it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from forms.submissions.file_jobs import scan_files
from forms.uploads.models import Upload
from forms.uploads.services import destroy_removed
from tests.clamd_server import EICAR, NONSENSE, OK
from tests.integration.submissions.wizard import answers_of, step_url
from tests.integration.uploads.conftest import LETTER
from tests.integration.uploads.pages import PDF, a_file, errors_of, listed, open_page, post
from tests.library_files import a_pdf, a_word_document

pytestmark = pytest.mark.django_db


def test_upload_keeps_the_page_what_was_typed_and_the_file(signed_in, draft, at_files):
    shown = post(
        signed_in,
        draft,
        "files",
        at_files,
        title="My title",
        letter_file=a_file("a letter.pdf", PDF),
        letter_upload="1",
    )

    assert shown.status_code == 200
    html = shown.content.decode()
    assert "a letter.pdf" in html
    assert 'value="My title"' in html
    assert errors_of(shown) == []
    assert len(listed(shown, LETTER)) == 1
    assert answers_of(draft)[LETTER][0]["name"] == "a letter.pdf"


def test_other_questions_of_the_page_may_be_empty_while_files_are_uploaded(signed_in, draft, at_files):
    shown = post(signed_in, draft, "files", at_files, letter_file=a_file("a.pdf", PDF), letter_upload="1")

    assert errors_of(shown) == []
    assert signed_in.get(step_url(draft, "asks")).status_code == 302, "the page counts as unfinished"


def test_files_are_sent_with_the_page_and_the_person_goes_on(signed_in, draft, at_files):
    files = [a_file("a.pdf", PDF), a_file("b.docx", a_word_document("Words"))]
    done = post(signed_in, draft, "files", at_files, title="T", letter_file=files)

    assert done.status_code == 302
    assert [one["name"] for one in answers_of(draft)[LETTER]] == ["a.pdf", "b.docx"]


def test_an_error_elsewhere_loses_no_file(signed_in, draft, at_files):
    shown = post(signed_in, draft, "files", at_files, title="", letter_file=a_file("a.pdf", PDF))
    assert len(errors_of(shown)) == 1
    assert len(listed(shown, LETTER)) == 1

    # Whoever goes away now finds the file on another machine.
    assert listed(open_page(signed_in, draft), LETTER) == listed(shown, LETTER)
    assert post(signed_in, draft, "files", shown, title="T").status_code == 302


def test_remove_takes_one_file_away_and_destroys_it(signed_in, draft, at_files, left):
    files = [a_file("a.pdf", PDF), a_file("b.pdf", a_pdf("B"))]
    shown = post(signed_in, draft, "files", at_files, title="T", letter_file=files, letter_upload="1")
    first, second = listed(shown, LETTER)
    shown = post(signed_in, draft, "files", shown, title="T", letter_remove=first)

    assert listed(shown, LETTER) == [second]
    assert left() == [second]
    assert errors_of(shown) == []
    # To replace is to remove and upload.
    shown = post(
        signed_in, draft, "files", shown, title="T", letter_file=a_file("c.pdf", PDF), letter_upload="1"
    )
    assert len(listed(shown, LETTER)) == 2


def test_pressing_twice_keeps_one_file(signed_in, draft, at_files):
    for _ in range(2):
        shown = post(
            signed_in,
            draft,
            "files",
            at_files,
            title="T",
            letter_file=a_file("a.pdf", PDF),
            letter_upload="1",
        )

    assert shown.status_code == 200
    assert Upload.objects.count() == len(listed(shown, LETTER)) == len(answers_of(draft)[LETTER]) == 1


def test_two_tabs_conflict_like_any_answer_and_lose_nothing(signed_in, draft, at_files):
    other = open_page(signed_in, draft)
    post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.pdf", PDF))
    conflict = post(signed_in, draft, "files", other, title="U", letter_file=a_file("b.pdf", a_pdf("B")))

    assert conflict.status_code == 409
    assert "a.pdf" in conflict.content.decode()
    (mine,) = listed(conflict, LETTER)
    assert post(signed_in, draft, "files", conflict, title="U").status_code == 302
    assert [one["id"] for one in answers_of(draft)[LETTER]] == [mine]
    assert Upload.objects.filter(removed_at__isnull=True).count() == 1


def test_a_virus_found_later_is_told_beside_the_question(signed_in, draft, at_files, scanner):
    scanner.behaviour = NONSENSE
    shown = post(
        signed_in,
        draft,
        "files",
        at_files,
        title="T",
        letter_file=a_file("a.pdf", PDF + EICAR),
        letter_upload="1",
    )
    assert "Being checked for viruses" in shown.content.decode()
    scanner.behaviour = OK
    scan_files(timezone.now())

    page = open_page(signed_in, draft)
    assert "Virus found, destroyed" in page.content.decode()
    refused = post(signed_in, draft, "files", page, title="T")
    assert any("held a virus and was destroyed" in error for error in errors_of(refused))
    (infected,) = listed(refused, LETTER)
    removed = post(signed_in, draft, "files", refused, title="T", letter_remove=infected)
    assert errors_of(removed) == []
    destroy_removed(timezone.now())
    assert not Upload.objects.exists()

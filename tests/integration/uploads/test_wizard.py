from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from forms.submissions.file_jobs import scan_files
from forms.submissions.models import Draft
from forms.submissions.services import discard_draft, hand_over_draft, save_step
from forms.uploads.models import Upload
from forms.uploads.reading import read_upload
from forms.uploads.services import destroy_removed
from tests import builders
from tests.clamd_server import EICAR, NONSENSE, OK
from tests.integration.submissions.wizard import answer, answers_of, hidden, step_url
from tests.integration.uploads.conftest import LETTER, SCANS, stored_files
from tests.integration.uploads.pages import a_file, listed, open_page, post
from tests.library_files import a_pdf, a_picture, a_word_document, an_encrypted_pdf, an_office_file
from tests.signing_in import SignedInClient
from tests.unit.sniffing.files import PLACE, a_photo, a_png_bomb, a_zip_bomb

pytestmark = pytest.mark.django_db
PDF = a_pdf("A letter")


@pytest.fixture
def at_files(signed_in, scanner, draft, pages):
    """Stand before the page with files."""
    answer(signed_in, draft, "who", pages["who"])
    return open_page(signed_in, draft)


@pytest.fixture
def left(stored):
    """Return the names of the files that are left once what was removed is destroyed, as after a commit."""

    def names() -> list[str]:
        destroy_removed(timezone.now())
        return [one.name for one in stored_files(stored)]

    return names


def errors_of(response) -> list[str]:
    return re.findall(r'visually-hidden">Error:</span> ([^<]*)</p>', response.content.decode())


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


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.pdf", b"", "is empty"),
        ("huge.pdf", b"%PDF-" + bytes(1024 * 1024 + 1), "larger than 1 MB"),
        ("letter.pdf", b"MZ\x90 a program", "whatever it is called"),
        ("photo.gif", b"GIF89a" + bytes(40), "whatever it is called"),
        ("secret.pdf", an_encrypted_pdf(), "password"),
        ("macros.docx", an_office_file("wordprocessingml.document", {"word/vbaProject.bin": "x"}), "macros"),
        ("bomb.png", a_png_bomb(), "far larger"),
        ("bomb.docx", a_zip_bomb(), "far larger"),
        ("virus.pdf", PDF + EICAR, "virus scan found something"),
        ("cut.pdf", PDF[:150], "cannot be opened"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_is_said_beside_the_question_and_not_kept(
    signed_in, draft, at_files, stored, name, data, why
):
    shown = post(
        signed_in, draft, "files", at_files, title="T", letter_file=a_file(name, data, "application/pdf")
    )

    (error,) = errors_of(shown)[:1]
    assert error.startswith(f"“{name}” was not uploaded.")
    assert why in error
    assert not Upload.objects.exists()
    assert stored_files(stored) == []


def test_a_refused_file_does_not_cost_the_good_one_beside_it(signed_in, draft, at_files):
    files = [a_file("bad.pdf", b"MZ"), a_file("good.pdf", PDF)]
    shown = post(signed_in, draft, "files", at_files, title="T", letter_file=files)

    assert len(errors_of(shown)) == 1
    assert len(listed(shown, LETTER)) == 1
    assert [one["name"] for one in answers_of(draft)[LETTER]] == ["good.pdf"]


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 76 + ".pdf"),
        ("..", "file.pdf"),
    ],
)
def test_a_name_cannot_lead_anywhere(signed_in, draft, at_files, stored, name, shown_as):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="letter_file"; filename="' + name.encode() + b'"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + PDF + b"\r\n--x\r\n"
        b'Content-Disposition: form-data; name="whole"\r\n\r\n1\r\n--x\r\n'
        b'Content-Disposition: form-data; name="letter_upload"\r\n\r\n1\r\n--x--\r\n'
    )
    shown = signed_in.post(step_url(draft, "files"), body, content_type="multipart/form-data; boundary=x")
    if name == "..":
        # Django itself takes this for no file at all.
        assert listed(shown, LETTER) == []
        return
    (upload,) = Upload.objects.all()
    assert upload.name.endswith(".pdf")
    assert len(upload.name) <= 80
    assert upload.name == shown_as or name.startswith("x")
    assert [one.parent.parent for one in stored_files(stored)] == [stored / "uploads"]


def test_a_photo_is_kept_without_its_place(signed_in, draft, at_files):
    post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.jpg", a_photo()))
    upload = Upload.objects.get()

    assert PLACE not in read_upload(upload_id=upload.pk, sha256=upload.sha256)


@pytest.mark.parametrize("end", [b"", b"\r\n--x", b"\r\n--x\r\n"])
def test_an_interrupted_upload_is_not_taken_for_a_whole_file(signed_in, draft, at_files, end):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="letter_file"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + PDF + end
    )
    shown = signed_in.post(step_url(draft, "files"), body, content_type="multipart/form-data; boundary=x")

    assert errors_of(shown)[-1] in (
        "The upload was interrupted. Choose the file again",
        "Choose a file for “Letter”",
    )
    assert not Upload.objects.exists()


def test_more_files_than_the_question_takes_are_not_uploaded(signed_in, draft, at_files):
    files = [a_file(f"{number}.pdf", a_pdf(str(number))) for number in range(5)]
    shown = post(signed_in, draft, "files", at_files, title="T", letter_file=files)

    assert len(listed(shown, LETTER)) == 3
    assert [error for error in errors_of(shown) if "the question takes 3 files" in error]


def test_a_draft_takes_no_more_than_its_room(signed_in, draft, at_files, settings):
    settings.UPLOADS_MOST_BYTES = len(PDF) + 10
    files = [a_file("a.pdf", PDF), a_file("b.pdf", a_pdf("Another"))]
    shown = post(signed_in, draft, "files", at_files, title="T", letter_file=files)

    assert len(listed(shown, LETTER)) == 1
    assert "together would be too large" in errors_of(shown)[0]


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


def test_the_token_against_forgery_is_asked_for_and_nothing_touches_the_disk(
    draft, member, scanner, tmp_path, settings
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")
    client = SignedInClient(enforce_csrf_checks=True)
    client.force_login(member)
    data = {"letter_file": a_file("a.pdf", bytes(3_000_000)), "letter_upload": "1", "whole": "1"}

    assert client.post(step_url(draft, "files"), data).status_code == 403
    assert not Upload.objects.exists()


def test_a_large_file_never_lies_unsealed_on_the_disk(signed_in, draft, at_files, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")
    shown = post(
        signed_in, draft, "files", at_files, letter_file=a_file("a.pdf", bytes(4_000_000)), letter_upload="1"
    )

    assert "larger than 1 MB" in errors_of(shown)[0]


def test_a_saved_step_of_another_page_leaves_files_alone(signed_in, draft, at_files, member):
    post(signed_in, draft, "files", at_files, title="T", letter_file=a_file("a.pdf", PDF))
    current = Draft.objects.get(pk=draft.pk)
    save_step(
        draft=current, step_key="asks", answers={"has_scans": "no"}, by=member, revision=current.revision, now=timezone.now()
    )  # fmt: skip

    assert Upload.objects.filter(removed_at__isnull=True).count() == 1
    assert hidden(open_page(signed_in, draft))["revision"]

"""What a page with files takes in, and what it refuses beside the question."""

from __future__ import annotations

import pytest

from forms.uploads.models import Upload
from forms.uploads.reading import read_upload
from tests.clamd_server import EICAR
from tests.integration.submissions.wizard import answers_of, step_url
from tests.integration.uploads.conftest import LETTER, stored_files
from tests.integration.uploads.pages import PDF, a_file, errors_of, listed, post
from tests.library_files import a_pdf, an_encrypted_pdf, an_office_file
from tests.signing_in import SignedInClient
from tests.unit.sniffing.files import PLACE, a_photo, a_png_bomb, a_zip_bomb

pytestmark = pytest.mark.django_db


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

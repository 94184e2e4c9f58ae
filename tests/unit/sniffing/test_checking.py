from __future__ import annotations

import io

import pytest
from PIL import Image

from sniffing import JPEG, PDF, PNG, TIFF, WORD, Kind, Unacceptable, checked
from tests.library_files import a_pdf, a_picture, a_word_document, an_encrypted_pdf, an_office_file
from tests.unit.sniffing.files import (
    PLACE,
    a_document_with_a_template_from_elsewhere,
    a_locked_pdf,
    a_pdf_bomb,
    a_pdf_with_a_script,
    a_photo,
    a_png_bomb,
    a_scan,
    a_zip_bomb,
)


@pytest.mark.parametrize(("data", "kind"), [(a_pdf("Words", "More"), PDF), (a_word_document("Words"), WORD)])
def test_a_good_document_comes_back_as_it_was(data: bytes, kind: Kind) -> None:
    assert checked(data, kind) == data


def test_a_photo_loses_its_place_and_stays_the_right_way_up() -> None:
    photo = a_photo((60, 40), orientation=6)
    assert PLACE in photo

    clean = checked(photo, JPEG)

    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()
        assert "comment" not in picture.info
    assert PLACE not in clean


def test_a_png_keeps_its_pixels_and_loses_its_words() -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", PLACE.decode())
    data = a_picture("PNG", pnginfo=words)
    assert PLACE in data

    clean = checked(data, PNG)

    assert PLACE not in clean
    with Image.open(io.BytesIO(clean)) as after, Image.open(io.BytesIO(data)) as before:
        assert after.tobytes() == before.tobytes()


def test_a_scan_keeps_all_its_pages() -> None:
    with Image.open(io.BytesIO(checked(a_scan(3), TIFF))) as picture:
        assert picture.n_frames == 3


@pytest.mark.parametrize(
    ("data", "kind", "why"),
    [
        (an_encrypted_pdf(), PDF, "password"),
        (a_locked_pdf(), PDF, "password"),
        (a_pdf_with_a_script(), PDF, "script"),
        (a_pdf()[:200], PDF, "cannot be opened"),
        (a_picture("JPEG")[:200], JPEG, "cannot be opened"),
        (a_png_bomb(), PNG, "far larger"),
        (a_zip_bomb(), WORD, "far larger"),
        (a_document_with_a_template_from_elsewhere(), WORD, "macros"),
        (an_office_file("wordprocessingml.document", {"word/activeX/activeX1.bin": "x"}), WORD, "controls"),
    ],
    ids=["encrypted", "locked", "script", "cut", "cut picture", "pixels", "zip", "template", "controls"],
)
def test_what_is_protected_runs_or_explodes_is_refused(data: bytes, kind: Kind, why: str) -> None:
    with pytest.raises(Unacceptable, match=why):
        checked(data, kind)


def test_a_pdf_that_unpacks_to_gigabytes_ends_only_the_process_that_opens_it() -> None:
    bomb = a_pdf_bomb()
    assert len(bomb) < 100_000

    with pytest.raises(Unacceptable):
        checked(bomb, PDF)


def test_what_takes_too_long_is_refused() -> None:
    with pytest.raises(Unacceptable, match="cannot be opened"):
        checked(a_pdf(), PDF, seconds=0.001)

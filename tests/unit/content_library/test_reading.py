from __future__ import annotations

import io

import pytest

from content.library.reading.parent import Read, read_file
from tests.library_files import (
    a_pdf,
    a_picture,
    a_word_document,
    an_encrypted_pdf,
    an_office_file,
)

PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."


def read(data: bytes, media_type: str = PDF, **options: float) -> Read:
    return read_file(io.BytesIO(data), media_type=media_type, **options)


def test_a_pdf_gives_its_words_pages_and_first_page() -> None:
    found = read(a_pdf("Store the pens in the fridge", "Never freeze them"))

    assert (found.state, found.pages) == ("read", 2)
    assert "fridge" in found.text
    assert "freeze" in found.text
    assert found.thumbnail.startswith(b"\x89PNG")
    assert len(found.thumbnail) < 60_000


def test_a_protected_pdf_is_said_to_be_protected() -> None:
    assert read(an_encrypted_pdf()) == Read("encrypted")


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 and nothing more", a_pdf()[:200], b"%PDF-" + b"\0" * 5_000],
    ids=["bare", "cut", "nulls"],
)
def test_a_broken_pdf_is_unreadable(data: bytes) -> None:
    assert read(data).state == "unreadable"


def test_what_takes_too_long_is_ended() -> None:
    assert read(a_pdf("Words"), seconds=0.001) == Read("unreadable")


def test_a_page_of_monstrous_size_ends_within_the_limits() -> None:
    huge = a_pdf("Words").replace(
        b"/MediaBox [ 0 0 595.2756 841.8898 ]", b"/MediaBox [ 0 0 9999999 99999999]"
    )

    assert read(huge).state in ("read", "unreadable")


@pytest.mark.parametrize(
    ("kind", "part", "xml"),
    [
        ("wordprocessingml.document", "word/document.xml", "<d><p><t>Store in the fridge</t></p></d>"),
        ("spreadsheetml.sheet", "xl/sharedStrings.xml", "<s><si><t>Store in the fridge</t></si></s>"),
        ("presentationml.presentation", "ppt/slides/slide1.xml", "<s><p><t>Store in the fridge</t></p></s>"),
    ],
)
def test_office_documents_give_their_words(kind: str, part: str, xml: str) -> None:
    found = read(an_office_file(kind, {part: xml}), OFFICE + kind)

    assert (found.state, found.pages) == ("read", None)
    assert "Store in the fridge" in found.text


def test_a_bomb_of_entities_is_unreadable() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><d><p><t>&b;</t></p></d>'

    kind = "wordprocessingml.document"
    assert read(an_office_file(kind, {"word/document.xml": bomb}), OFFICE + kind).state == "unreadable"


def test_a_picture_gives_a_small_one() -> None:
    found = read(a_picture("JPEG", (2_000, 1_000)), "image/jpeg")

    assert found.state == "read"
    assert found.text == ""
    assert found.thumbnail.startswith(b"\x89PNG")


def test_null_characters_do_not_come_through() -> None:
    assert "\0" not in read(a_word_document("Store in the fridge"), f"{OFFICE}wordprocessingml.document").text

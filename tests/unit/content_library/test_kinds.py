from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, strategies as st

from content.library.kinds import EXCEL, JPEG, KINDS, PDF, PNG, POWERPOINT, WORD, Kind, kind_of
from content.library.refusals import FileRefused
from tests.library_files import OFFICE, a_pdf, a_picture, a_word_document, an_office_file

SAMPLES = [
    (a_pdf(), "guide.pdf", PDF),
    (a_picture("PNG"), "guide.PNG", PNG),
    (a_picture("JPEG"), "guide.jpeg", JPEG),
    (a_picture("JPEG"), "guide.jpg", JPEG),
    (a_word_document("Words"), "guide.docx", WORD),
    (an_office_file("spreadsheetml.sheet", {}), "guide.xlsx", EXCEL),
    (an_office_file("presentationml.presentation", {}), "guide.pptx", POWERPOINT),
]


@pytest.mark.parametrize(("data", "name", "kind"), SAMPLES, ids=[name for _, name, _ in SAMPLES])
def test_a_kind_is_told_by_content(data: bytes, name: str, kind: Kind) -> None:
    assert kind_of(io.BytesIO(data), name=name) == kind


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (a_pdf(), "guide.docx", "is a PDF"),
        (a_word_document("Words"), "guide.pdf", "is a Word document"),
        (a_pdf(), "guide", "has no ending"),
        (b"MZ\x90\x00 a program", "guide.pdf", "no file that the library takes"),
        (b"<html><script>alert(1)</script>", "guide.pdf", "no file that the library takes"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "guide.svg", "no file that the library takes"),
        (b"\n%PDF-1.7", "guide.pdf", "no file that the library takes"),
        (an_office_file("zip", {"a.txt": "a"}), "guide.docx", "no file that the library takes"),
        (
            an_office_file(
                "", {"word/vbaProject.bin": "x"}, main="application/vnd.ms-word.document.macroEnabled.main+xml"
            ),
            "guide.docx",
            "macros",
        ),
        (a_word_document("Words")[:-40], "guide.docx", "no file that the library takes"),
    ],
)  # fmt: skip
def test_what_is_mislabelled_or_not_taken_is_refused_with_a_reason(data: bytes, name: str, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        kind_of(io.BytesIO(data), name=name)


def test_a_container_that_claims_to_unpack_to_far_too_much_is_refused() -> None:
    data = bytearray(a_word_document("Words"))
    entry = data.find(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 0xFFFF_FFF0)

    with pytest.raises(FileRefused, match="far larger"):
        kind_of(io.BytesIO(bytes(data)), name="guide.docx")


@given(data=st.binary(max_size=400), prefix=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff"]))
def test_any_bytes_are_a_kind_that_is_taken_or_refused(data: bytes, prefix: bytes) -> None:
    try:
        found = kind_of(io.BytesIO(prefix + data), name="any.pdf")
    except FileRefused:
        return
    assert found == PDF


@given(name=st.text(max_size=60))
def test_any_name_is_compared_and_none_is_trusted(name: str) -> None:
    try:
        found = kind_of(io.BytesIO(a_picture()), name=name)
    except FileRefused:
        return
    assert found == PNG
    assert name.lower().endswith(".png")


def test_nothing_that_a_browser_runs_is_shown_inside_one() -> None:
    assert {kind.media_type for kind in KINDS.values() if kind.inline} == {
        "application/pdf", "image/png", "image/jpeg",
    }  # fmt: skip


def test_office_media_types_are_those_of_the_standard() -> None:
    assert WORD.media_type == f"{OFFICE}.wordprocessingml.document"

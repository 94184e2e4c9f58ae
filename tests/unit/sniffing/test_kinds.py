from __future__ import annotations

import io

import pytest
from hypothesis import given, strategies as st

from sniffing import JPEG, PDF, PNG, TIFF, WORD, Kind, Unacceptable, sniffed
from tests.library_files import a_pdf, a_picture, a_word_document, an_office_file
from tests.unit.sniffing.files import a_scan


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (a_pdf(), PDF),
        (a_picture("PNG"), PNG),
        (a_picture("JPEG"), JPEG),
        (a_scan(), TIFF),
        (a_word_document("Words"), WORD),
        (b"MZ\x90\x00 a program", None),
        (b"", None),
        (an_office_file("zip", {"a.txt": "a"}), None),
    ],
)
def test_a_kind_is_told_by_content_alone(data: bytes, kind: Kind | None) -> None:
    assert sniffed(io.BytesIO(data)) == kind


def test_macros_are_named_as_such() -> None:
    with pytest.raises(Unacceptable, match="macros"):
        sniffed(io.BytesIO(an_office_file("wordprocessingml.document", {"word/vbaProject.bin": "x"})))


@given(
    data=st.binary(max_size=300), prefix=st.sampled_from([b"", b"PK\x03\x04", b"II*\x00", b"\xff\xd8\xff"])
)
def test_any_bytes_are_a_kind_or_none(data: bytes, prefix: bytes) -> None:
    assert sniffed(io.BytesIO(prefix + data)) in {None, PDF, PNG, JPEG, TIFF}

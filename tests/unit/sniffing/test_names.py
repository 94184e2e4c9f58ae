from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from sniffing import JPEG, PDF, safe_name
from sniffing.names import LONGEST


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Letter of 3 March.PDF", "Letter of 3 March.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("C:\\Users\\robin\\scan.pdf", "scan.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("letter\u202efdp.exe", "letterfdp.exe.pdf"),
        ("two\r\nlines.pdf", "two lines.pdf"),
        ("x" * 300 + ".pdf", "x" * (LONGEST - 4) + ".pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("Llŷr’s brief.pdf", "Llŷr’s brief.pdf"),
        ('a"b<c>;d%.pdf', "abcd.pdf"),
    ],
)
def test_a_name_is_no_path_and_hides_nothing(given_name: str, safe: str) -> None:
    assert safe_name(given_name, PDF) == safe


def test_a_name_ends_as_the_content_says() -> None:
    assert safe_name("photo.pdf", JPEG) == "photo.pdf.jpg"
    assert safe_name("photo.JPEG", JPEG) == "photo.jpg"


@given(name=st.text(max_size=400))
def test_whatever_is_sent_as_a_name_can_be_printed_and_saved(name: str) -> None:
    safe = safe_name(name, PDF)

    assert safe.endswith(".pdf")
    assert len(safe) <= LONGEST
    assert not set(safe) & set('/\\<>:"|?*%;')
    assert not [one for one in safe if unicodedata.category(one).startswith("C")]
    assert safe == safe_name(safe, PDF)

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from forms.definitions.fields.cleaning import PartError, clean_text
from tests.unit.definitions.samples import a_field, error_of, post


def clean(text: object, max_length: int = 50, *, multiline: bool = False) -> str:
    return clean_text(text, label="Notes", max_length=max_length, multiline=multiline)


def test_decomposed_letters_are_composed_and_counted_as_one():
    assert clean("Siân".encode().decode(), 4) == "Siân"
    assert clean(unicodedata.normalize("NFD", "Nguyễn Ðặng"), 11) == "Nguyễn Ðặng"


def test_combining_characters_without_a_composed_form_stay():
    assert clean("q\u0301") == "q\u0301"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff", "\ufdd0"])
def test_what_cannot_be_printed_is_refused_with_a_clear_message(character):
    with pytest.raises(PartError, match="“Notes” contains characters that cannot be printed"):
        clean(f"a{character}b")


def test_a_pile_of_marks_is_refused_before_it_costs_anything():
    assert clean("e" + "\u0315\u0316" * 15).startswith("e")
    with pytest.raises(PartError, match="cannot be printed"):
        clean("e" + "\u0315" * 8_000 + "\u0316" * 8_000, 4_001)


@pytest.mark.parametrize("character", ["\u202a", "\u202d", "\u202e", "\u2066", "\u2069", "\ufeff"])
def test_characters_that_reorder_the_line_are_dropped(character):
    assert clean(f"a{character}b") == "ab"
    assert clean(f"e{character}\u0301") == "é"


def test_right_to_left_letters_and_their_marks_stay():
    assert clean("\u05d3\u05b8\u05d5\u05b4\u05d3\u200f") == "\u05d3\u05b8\u05d5\u05b4\u05d3\u200f"


def test_line_ends_become_line_feeds_where_lines_are_wanted_and_spaces_elsewhere():
    assert clean("a\r\nb\rc\u2028d", multiline=True) == "a\nb\nc\nd"
    assert clean("a\r\nb\t c") == "a b c"


def test_the_limit_is_exact_after_cleaning():
    assert clean("  " + "x" * 50 + "\n") == "x" * 50
    with pytest.raises(PartError, match="Shorten “Notes” to 50 characters or fewer"):
        clean("x" * 51)


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(text):
    for multiline in (False, True):
        try:
            once = clean(text, 200, multiline=multiline)
        except PartError:
            continue
        assert clean(once, 200, multiline=multiline) == once
        assert unicodedata.is_normalized("NFC", once)


def test_a_long_text_keeps_its_lines_and_counts_a_browsers_line_end_as_one():
    field = a_field("long_text", settings={"max_length": 3})

    assert post(field, {"q": "a\r\nb"}).stored_answers() == {"q": "a\nb"}
    assert error_of(field, {"q": "abcd"}) == ("id_q", "Shorten “The question” to 3 characters or fewer")


def test_a_list_where_a_text_is_expected_is_an_error():
    assert (
        error_of(a_field("short_text"), {"q": ["a", "b"]})[1]
        == "Enter one answer for “The question”, as text"
    )

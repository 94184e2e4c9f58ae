from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from stdnum import luhn

from forms.submissions.reference import ALPHABET, InvalidReference, new_reference, parse_reference

prefixes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=4)
LOOKS_LIKE = {"0": "O", "1": "I"}


@st.composite
def references(draw):
    """Every reference that `new_reference` could make, chosen by hypothesis rather than at random."""
    body = draw(st.text(ALPHABET, min_size=8, max_size=8))
    code = body + luhn.calc_check_digit(body, ALPHABET)
    reference = f"{draw(prefixes)}-{code[:4]}-{code[4:8]}-{code[8:]}"
    try:
        return parse_reference(reference)
    except InvalidReference:
        return new_reference("EC")


@given(prefixes)
def test_a_new_reference_is_read_back_as_it_is(prefix):
    reference = new_reference(prefix)

    assert parse_reference(reference) == reference
    assert len(reference) == len(prefix) + 12


@given(references(), st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(reference, position, wrong):
    prefix, code = reference.split("-", 1)[0], reference.split("-", 1)[1].replace("-", "")
    changed = code[:position] + wrong + code[position + 1 :]
    if changed == code:
        return

    with pytest.raises(InvalidReference):
        parse_reference(f"{prefix}{changed}")


@given(references(), st.integers(0, 7))
def test_two_neighbours_swapped_are_noticed(reference, position):
    prefix, code = reference.split("-", 1)[0], reference.split("-", 1)[1].replace("-", "")
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    if swapped == code:
        return

    with pytest.raises(InvalidReference):
        parse_reference(f"{prefix}{swapped}")


@given(references())
def test_case_spaces_and_missing_hyphens_do_not_matter(reference):
    assert parse_reference(reference.lower()) == reference
    assert parse_reference(reference.replace("-", "")) == reference
    assert parse_reference(f"  {reference.replace('-', ' ')} ") == reference
    assert parse_reference(reference.replace("-", "\u2013")) == reference


@given(references())
def test_letters_that_look_like_digits_are_read_as_digits(reference):
    prefix, code = reference.split("-", 1)
    typed = "".join(LOOKS_LIKE.get(character, character) for character in code)

    assert parse_reference(f"{prefix}-{typed}") == reference
    assert parse_reference(f"{prefix}-{code.replace('1', 'l')}") == reference


@given(st.text(max_size=40))
def test_any_text_is_either_a_reference_or_refused(text):
    try:
        parsed = parse_reference(text)
    except InvalidReference:
        return

    assert parse_reference(parsed) == parsed


@pytest.mark.parametrize("text", ["", "EC", "EC-7F3K-92QX", "7F3K-92QX-M", "EC-7F3K-92QX-M-M", "\x00" * 20])
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(InvalidReference):
        parse_reference(text)

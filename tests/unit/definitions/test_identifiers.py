from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st
from nhs_number.validate import calculate_checksum

from forms.definitions.fields.identifiers import (
    CHI,
    HC,
    NHS,
    NumberProblem,
    caution,
    chi_agrees,
    chi_day,
    normal_number,
    printed,
)


def with_check_digit(stem: str) -> str | None:
    """Return the stem with its check digit, or None where Modulus 11 gives none."""
    digit = calculate_checksum(stem)
    return None if digit == 10 else f"{stem}{digit}"


def real(kind: str, text: str) -> str:
    return normal_number(kind, text, synthetic_only=False)


def problem(kind: str, text: str, *, synthetic_only: bool = False) -> str:
    with pytest.raises(NumberProblem) as raised:
        normal_number(kind, text, synthetic_only=synthetic_only)
    return raised.value.message


NHS_REAL_RANGE = with_check_digit("400000000")
CHI_LEADING_ZERO = with_check_digit("010170123")
HC_NUMBER = with_check_digit("320000001")


@pytest.mark.parametrize(
    "number", ["9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069"]
)
def test_a_demonstration_takes_the_test_range_and_a_real_programme_refuses_it(number):
    assert normal_number(NHS, number, synthetic_only=True) == number
    assert "for testing" in problem(NHS, number)


@pytest.mark.parametrize(
    "text",
    ["999 000 0018", "999-000-0018", " 9990000018 ", "999\u00a0000\u20110018", "999\u2013000\u22120018"],
)
def test_spaces_and_hyphens_that_were_pasted_do_not_matter(text):
    assert normal_number(NHS, text, synthetic_only=True) == "9990000018"


@pytest.mark.parametrize("kind", [NHS, CHI, HC])
@pytest.mark.parametrize("digit", "0123456789")
def test_repeated_digits_are_nobodys_number(kind, digit):
    assert problem(kind, digit * 10)
    assert problem(kind, digit * 10, synthetic_only=True)


@pytest.mark.parametrize("number", ["9434765919", "4010232137", "4505577104", "9876543210", "1234567890"])
def test_numbers_quoted_in_public_documents_are_refused(number):
    assert "own NHS number" in problem(NHS, number)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("1111111111", "is an example"),
        ("9434765919", "is an example"),
        ("4000000005", "a digit is wrong"),
        (with_check_digit("500000001"), "no health service issues"),
        (NHS_REAL_RANGE, "Only made-up patients"),
        (HC_NUMBER, "Only made-up patients"),
    ],
)
def test_a_demonstration_names_the_fault_of_a_number_before_it_asks_for_a_made_up_one(number, says):
    assert says in problem(NHS, number, synthetic_only=True)


@pytest.mark.parametrize("number", ["9991234560", "9990000019"])
def test_a_wrong_check_digit_is_refused(number):
    assert "a digit is wrong" in problem(NHS, number, synthetic_only=True)


@pytest.mark.parametrize("stem", ["500000001", "800000001", "860000001", "900000001", "000000019"])
def test_ranges_that_no_health_service_issues_are_refused(stem):
    number = with_check_digit(stem)

    assert "no health service" in problem(NHS, number)


def test_a_number_of_another_register_says_which():
    assert "looks like a CHI number (Scotland)" in problem(NHS, CHI_LEADING_ZERO)
    assert "looks like an H&C number" in problem(NHS, HC_NUMBER)
    assert "looks like an NHS number" in problem(HC, NHS_REAL_RANGE)


def test_a_chi_number_keeps_its_leading_zero():
    assert real(CHI, CHI_LEADING_ZERO) == CHI_LEADING_ZERO
    assert CHI_LEADING_ZERO.startswith("0")
    assert "with the zero it may start with: this one has 9" in problem(CHI, CHI_LEADING_ZERO[1:])


@pytest.mark.parametrize("day", ["310290", "000190", "011390", "300201"])
def test_a_chi_number_without_a_real_date_is_refused_though_its_check_digit_is_right(day):
    number = next(found for serial in range(100, 120) if (found := with_check_digit(f"{day}{serial}")))

    assert "must be a date of birth" in problem(CHI, number)


def test_a_chi_number_agrees_with_its_date_of_birth_only():
    assert chi_day(CHI_LEADING_ZERO) == (1, 1, 70)
    assert chi_agrees(CHI_LEADING_ZERO, date(1970, 1, 1))
    assert not chi_agrees(CHI_LEADING_ZERO, date(1970, 1, 2))
    assert not chi_agrees(CHI_LEADING_ZERO, date(1971, 1, 1))


def test_an_h_and_c_number_lies_in_its_range():
    assert real(HC, HC_NUMBER) == HC_NUMBER
    assert problem(HC, with_check_digit("319999998"))
    assert problem(HC, with_check_digit("400000000"))


def test_an_english_number_that_the_published_ranges_lack_is_taken_with_a_caution():
    number = with_check_digit("315000000")

    assert real(NHS, number) == number
    assert caution(NHS, number)
    assert caution(NHS, NHS_REAL_RANGE) == ""


def test_a_demonstration_takes_no_number_that_could_be_a_persons():
    for kind, number in ((NHS, NHS_REAL_RANGE), (CHI, CHI_LEADING_ZERO), (HC, HC_NUMBER)):
        assert real(kind, number) == number
        assert "made-up patients" in problem(kind, number, synthetic_only=True)


@pytest.mark.parametrize("text", ["", "999000001", "99900000188", "999000001X", "٩٩٩٠٠٠٠٠١٨", "¹²³4567890"])
def test_anything_but_ten_plain_digits_is_refused(text):
    assert problem(NHS, text, synthetic_only=True)


@given(kind=st.sampled_from([NHS, CHI, HC]), text=st.text(max_size=30), synthetic=st.booleans())
def test_any_text_is_a_number_or_a_problem(kind, text, synthetic):
    try:
        digits = normal_number(kind, text, synthetic_only=synthetic)
    except NumberProblem:
        return
    assert len(digits) == 10


@given(kind=st.sampled_from([NHS, CHI, HC]), stem=st.integers(0, 999_999_999), change=st.integers(1, 9))
def test_changing_the_check_digit_of_any_accepted_number_is_noticed(kind, stem, change):
    number = with_check_digit(f"{stem:09}")
    try:
        accepted = real(kind, number or "")
    except NumberProblem:
        return
    wrong = accepted[:9] + str((int(accepted[9]) + change) % 10)

    assert problem(kind, wrong)


def test_numbers_are_printed_as_people_read_them():
    assert printed(NHS, "9990000018") == "999 000 0018"
    assert printed(CHI, "0101701234") == "010170 1234"


@pytest.mark.parametrize(
    "text",
    [
        "999\u00a0000\u00a00018",
        "999\u200b000\u200b0018",
        "999\u2060-000\u00ad-0018",
        " 999-000-0018\t",
        "999 000 0018",
    ],
)
def test_what_other_programs_put_between_the_digits_does_not_matter(text):
    assert normal_number(NHS, text, synthetic_only=True) == "9990000018"

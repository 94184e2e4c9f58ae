from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from forms.definitions.fields import field_type
from forms.definitions.fields.numbers import is_shortest, read_number
from tests.unit.definitions.samples import a_field, error_of, post

KILOS = {"unit": "kg", "decimals": 1, "smallest": "30", "largest": "250.5"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("72.5", "72.5"), ("072.50", "72.5"), ("+80", "80"), ("80 kg", "80"), ("80KG", "80"), (" 1 00 ", "100")],
)
def test_a_number_is_stored_in_its_shortest_form(typed, stored):
    assert post(a_field("number", settings=KILOS), {"q": typed}).stored_answers() == {"q": stored}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1,200,000", "1200000"),
        ("-3", "-3"),
        ("\N{MINUS SIGN}3", "-3"),
        ("-0", "0"),
        (".5", None),
        ("1,20", None),
        ("1e3", None),
    ],
)
def test_a_number_may_have_a_sign_and_commas_between_thousands(typed, stored):
    form = post(a_field("number", settings={}), {"q": typed})

    assert (form.stored_answers() if form.is_valid() else None) == (stored and {"q": stored})


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("seventy", "must be a number in digits"),
        ("7,5", "must be a number in digits"),
        ("72.55", "must have 1 decimal place or fewer"),
        ("29.9", "must be 30 kg or more"),
        ("250.6", "must be 250.5 kg or less"),
        ("9" * 16, "must be a number in digits"),
        ("٣", "must be a number in digits"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_with_its_unit(typed, message):
    anchor, said = error_of(a_field("number", settings=KILOS), {"q": typed})

    assert anchor == "id_q"
    assert message in said


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_a_number_read_again_is_the_same_number(number):
    shortest = read_number(f"{number:f}")

    assert shortest is not None
    assert is_shortest(shortest)
    assert float(shortest) == pytest.approx(float(number))
    assert read_number(shortest) == shortest


def test_the_unit_is_printed_and_belongs_to_the_input():
    field = a_field("number", settings=KILOS)
    html = str(post(field, {"q": "80"}).questions[0])

    assert field_type("number").lines(field, "72.5") == ("72.5 kg",)
    assert 'aria-describedby=" id_q_unit"' in html
    assert 'inputmode="decimal"' in html


@pytest.mark.parametrize(
    "settings",
    [
        {"unit": 3},
        {"decimals": 7},
        {"decimals": True},
        {"smallest": "low"},
        {"smallest": "2", "largest": "1"},
    ],
)
def test_settings_that_make_no_range_are_named(settings):
    assert list(field_type("number").setting_problems(a_field("number", settings=settings)))

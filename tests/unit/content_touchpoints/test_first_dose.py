from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from content.touchpoints.forms import FirstDoseForm

TODAY = date(2027, 1, 4)


def a_form(day: str = "4", month: str = "1", year: str = "2027", **values: str) -> FirstDoseForm:
    data = {"first_dose_day": day, "first_dose_month": month, "first_dose_year": year, "months_each": "3"}
    return FirstDoseForm({**data, **values}, today=TODAY, months_each=3)


@pytest.mark.parametrize("month", ["1", "01", "January", "jan"])
def test_a_day_in_three_boxes_is_taken(month: str) -> None:
    form = a_form(month=month)

    assert form.is_valid()
    assert form.cleaned_data["first_dose"] == TODAY
    assert form.cleaned_data["months_each"] == 3


@pytest.mark.parametrize(
    ("day", "month", "year", "problem", "part"),
    [
        ("", "", "", "Enter the day of the first dose", "day"),
        ("4", "", "2027", "“Day of the first dose” must include a month", "month"),
        ("31", "2", "2027", "Check the day of “Day of the first dose”: February 2027 has 28 days", "day"),
        ("31", "12", "2019", "“Day of the first dose” must be 1 January 2020 or later", "year"),
        ("5", "1", "2028", "“Day of the first dose” must be 4 January 2028 or earlier", "year"),
        ("x", "1", "2027", "Enter the day of “Day of the first dose” as a number from 1 to 31", "day"),
    ],
)
def test_what_is_no_day_that_can_be_is_refused_at_its_box(
    day: str, month: str, year: str, problem: str, part: str
) -> None:
    form = a_form(day, month, year)

    assert not form.is_valid()
    assert form.problems == [(f"id_first_dose_{part}", problem)]
    assert (form.date_problem, form.wrong_parts) == (problem, [part])


def test_the_bounds_themselves_are_taken() -> None:
    assert a_form("1", "1", "2020").is_valid()
    assert a_form("4", "1", "2028").is_valid()


def test_other_deliveries_than_those_offered_are_refused() -> None:
    form = a_form(months_each="2")

    assert not form.is_valid()
    assert form.problems == [("id_months_each", "Choose how often.")]


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_typed_is_taken_or_refused(day: str, month: str, year: str) -> None:
    form = a_form(day, month, year)

    assert form.is_valid() != bool(form.problems)
    assert len(form.inputs) == 3

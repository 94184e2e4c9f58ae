from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from forms.definitions.fields.day import DayProblem, bound, in_words, read_day, stored_day, years_between
from forms.definitions.fields.registry import field_type
from tests.unit.definitions.samples import TODAY, a_field, error_of, post


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    return {"q_day": day, "q_month": month, "q_year": year}


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_from_numbers_and_from_words(day):
    for month in (str(day.month), f"{day.month:02}", day.strftime("%B"), day.strftime("%b").upper()):
        assert read_day("Start", str(day.day), month, str(day.year)) == day
    assert stored_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("texts", "anchor", "says"),
    [
        (("31", "2", "2026"), "id_q_day", "February 2026 has 28 days"),
        (("29", "02", "2100"), "id_q_day", "has 28 days"),
        (("32", "1", "2027"), "id_q_day", "number from 1 to 31"),
        (("x", "1", "2027"), "id_q_day", "number from 1 to 31"),
        (("1", "13", "2027"), "id_q_month", "number from 1 to 12"),
        (("1", "Janvier", "2027"), "id_q_month", "or as a word"),
        (("1", "1", "27"), "id_q_year", "with four digits, for example 2027"),
        (("1", "1", "0027"), "id_q_year", "too far away"),
        (("", "1", "2027"), "id_q_day", "must include a day"),
        (("1", "", "2027"), "id_q_month", "must include a month"),
        (("1", "1", ""), "id_q_year", "must include a year"),
        (("\u0661", "1", "2027"), "id_q_day", "number from 1 to 31"),
        (("1" * 201, "1", "2027"), "id_q_day", "Shorten"),
        (("1\x00", "1", "2027"), "id_q_day", "cannot be printed"),
    ],
)
def test_a_date_that_is_none_points_at_the_box_to_put_right(texts, anchor, says):
    found, message = error_of(a_field("date"), boxes(*texts))

    assert found == anchor
    assert says in message
    assert "The question" in message


def test_the_bounds_of_a_date_are_themselves_allowed():
    field = a_field("date", settings={"earliest": "today", "latest": "today+365"})

    assert post(field, boxes("4", "1", "2027")).is_valid()
    assert post(field, boxes("4", "1", "2028")).is_valid()
    assert "must be 4 January 2027 or later" in error_of(field, boxes("3", "1", "2027"))[1]
    assert "must be 4 January 2028 or earlier" in error_of(field, boxes("5", "1", "2028"))[1]


def test_a_bound_is_a_day_or_counts_from_today():
    assert bound("2027-03-01", TODAY) == date(2027, 3, 1)
    assert bound("today", TODAY) == TODAY
    assert bound("today + 30", TODAY) == date(2027, 2, 3)
    assert bound("today-4", TODAY) == date(2026, 12, 31)
    for text in ("tomorrow", "2027-02-31", "20270301", "", None, 5, "today+99999999", "today+99999"):
        assert bound(text, date(9999, 1, 1)) is None


def test_editors_learn_of_bounds_that_cannot_be_kept():
    problems = field_type("date").setting_problems

    assert list(problems(a_field("date", settings={"earliest": "soon"})))
    assert list(problems(a_field("date", settings={"earliest": "today+5", "latest": "today"})))
    assert list(problems(a_field("date", settings={"earliest": "2027-01-02", "latest": "2027-01-01"})))
    assert not list(problems(a_field("date", settings={"earliest": "2020-01-01", "latest": "today"})))


@pytest.mark.parametrize(
    ("born", "says"),
    [
        (("5", "1", "2027"), "must be in the past"),
        (("5", "1", "2009"), "must be 18 or over, and this makes them 17"),
        (("3", "1", "1906"), "it makes the person 121 years old"),
    ],
)
def test_a_date_of_birth_is_an_adults(born, says):
    anchor, message = error_of(a_field("date_of_birth"), boxes(*born))

    assert anchor == "id_q_year"
    assert says in message


def test_who_turns_eighteen_today_is_an_adult():
    assert post(a_field("date_of_birth"), boxes("4", "1", "2009")).is_valid()


def test_the_minimum_age_is_a_setting():
    field = a_field("date_of_birth", settings={"minimum_age": 0})

    assert post(field, boxes("4", "1", "2027")).is_valid()
    assert list(
        field_type("date_of_birth").setting_problems(a_field("date_of_birth", settings={"minimum_age": -1}))
    )


def test_who_was_born_on_a_leap_day_gets_older_on_the_first_of_march():
    assert years_between(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert years_between(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_a_date_is_printed_in_words():
    assert in_words(date(2026, 3, 3)) == "3 March 2026"
    assert field_type("date").lines(a_field("date"), "2026-03-03") == ("3 March 2026",)


@pytest.mark.parametrize("stored", ["20270104", "2027-W01-1", "2027-02-31", "4 January 2027", None, 20270104])
def test_only_full_iso_dates_count_as_stored_dates(stored):
    assert stored_day(stored) is None


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6))
def test_three_texts_are_a_day_or_a_problem(day, month, year):
    try:
        found = read_day("Start", day, month, year)
    except DayProblem:
        return
    assert stored_day(found.isoformat()) == found


@pytest.mark.parametrize(
    "pasted",
    [
        "3 March 2026", "3 Mar 26", "3rd March 2026", "Tuesday, 3 March 2026", "3 MAR. 2026", "03/03/2026",
        "3/3/26", "3.3.2026", "3-3-2026", "2026-03-03", "3\u00a0March\u00a02026", " 03 / 03 / 2026 ",
    ],
)  # fmt: skip
def test_a_whole_day_pasted_into_the_first_box_is_read(pasted):
    form = post(a_field("date"), boxes(pasted, "", ""))

    assert form.is_valid(), form.errors
    assert form.stored_answers() == {"q": "2026-03-03"}


def test_a_month_in_words_is_read_in_its_box():
    assert post(a_field("date"), boxes("3", "Mar", "2026")).stored_answers() == {"q": "2026-03-03"}


@pytest.mark.parametrize(("year", "read"), [("00", 2000), ("49", 2049), ("50", 1950), ("84", 1984)])
def test_two_digits_of_a_pasted_year_mean_this_century_up_to_its_middle(year, read):
    assert read_day("Start", f"27/3/{year}", "", "").year == read


@pytest.mark.parametrize("pasted", ["13/13/2026", "31 February 2026", "3 Brumaire 2026", "today", "3/2026"])
def test_what_is_no_day_is_refused_pasted_or_typed(pasted):
    with pytest.raises(DayProblem):
        read_day("Start", pasted, "", "")


def test_a_whole_day_beside_a_month_or_year_is_no_day():
    with pytest.raises(DayProblem):
        read_day("Start", "3 March 2026", "3", "2026")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_that_the_site_prints_can_be_pasted(day):
    assert read_day("Start", in_words(day), "", "") == day

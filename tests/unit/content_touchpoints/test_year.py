from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, strategies as st

from content.touchpoints.rhythms import Rhythm
from content.touchpoints.year import Year, year_of
from forms.registration.calendar import first_year
from tests.unit.content_touchpoints.journeys import SCHEDULE, a_journey, a_step

FIRST = date(2027, 1, 4)
JOURNEY = a_journey(
    a_step("First delivery", first=None, rhythm=Rhythm.DELIVERY),
    a_step("Appointment", first=0, rhythm=Rhythm.ONCE),
    a_step("Contact", first=1, last=12, rhythm=Rhythm.BEFORE_INJECTION),
    a_step("Injection", first=1, last=52, rhythm=Rhythm.INJECTION),
    a_step("Reminder", first=1, last=52, rhythm=Rhythm.REMINDER, optional=True),
    a_step("Delivery", first=8, last=52, rhythm=Rhythm.DELIVERY),
    a_step("As agreed", first=13, last=52),
    a_step("Log", first=0, last=52, rhythm=Rhythm.INJECTION, in_development=True),
)


def a_year(first_dose: date = FIRST, *, months_each: int = 3, with_optional: bool = False) -> Year:
    return year_of(JOURNEY, SCHEDULE, first_dose, months_each=months_each, with_optional=with_optional)


def days(year: Year, title: str) -> list[date]:
    return [entry.day for entry in year.entries if entry.title == title]


def test_injections_follow_the_dosing_facts() -> None:
    year = a_year()

    assert [FIRST, *days(year, "Injection")] == list(first_year(SCHEDULE, FIRST))
    assert year.injections == 15


def test_the_nurse_is_in_contact_by_the_day_before_each_injection_of_the_first_12_weeks() -> None:
    year = a_year()

    assert days(year, "Contact") == [
        date(2027, 1, 10), date(2027, 1, 17), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31),
    ]  # fmt: skip
    assert all(entry.by_then for entry in year.entries if entry.title == "Contact")


def test_the_first_delivery_is_needed_by_the_first_dose_and_holds_the_first_injections() -> None:
    (entry,) = [one for one in a_year().entries if one.title == "First delivery"]

    assert (entry.day, entry.detail, entry.by_then) == (FIRST, "For 4 injections", True)


def test_later_deliveries_come_every_three_months_or_every_month() -> None:
    assert days(a_year(), "Delivery") == [
        date(2027, 3, 1), date(2027, 6, 1), date(2027, 9, 1), date(2027, 12, 1),
    ]  # fmt: skip
    assert len(days(a_year(months_each=1), "Delivery")) == 11


def test_reminders_come_the_day_before_and_on_the_day_only_when_asked_for() -> None:
    assert days(a_year(), "Reminder") == []
    asked = days(a_year(with_optional=True), "Reminder")
    assert asked[:2] == [date(2027, 1, 10), date(2027, 1, 11)]
    assert len(asked) == 28


def test_what_is_in_development_is_left_out() -> None:
    assert days(a_year(with_optional=True), "Log") == []


def test_what_has_no_day_is_named_beside_the_calendar() -> None:
    assert [step.title for step in a_year().undated] == ["As agreed"]


def test_a_day_holds_all_that_happens_on_it_in_the_order_of_the_journey() -> None:
    first = a_year().months[0].days[0]

    assert (first.day, first.week) == (FIRST, 0)
    assert [entry.title for entry in first.entries] == ["First delivery", "Appointment"]


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 12, 31)), st.sampled_from([1, 3]))
def test_every_first_dose_makes_a_year_in_order(first_dose: date, months_each: int) -> None:
    year = a_year(first_dose, months_each=months_each, with_optional=True)
    found = [entry.day for entry in year.entries]

    assert found == sorted(found)
    assert first_dose <= found[0]
    assert found[-1] < first_dose + timedelta(days=366)
    assert [day.day for month in year.months for day in month.days] == sorted(set(found))
    # Whatever the lengths of the months, nurses call ahead of five injections after the first.
    assert len(days(year, "Contact")) == 5

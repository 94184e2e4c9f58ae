"""The dosing calendar: week by week at first, then by the product's interval."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, strategies as st

from forms.registration.calendar import (
    FOUR_WEEKLY,
    MONTHLY,
    Schedule,
    ScheduleUnusable,
    add_months,
    deliveries,
    doses,
    first_year,
)

LOADING = (0, 1, 2, 4)
first_days = st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 12, 31))
intervals = st.sampled_from([MONTHLY, FOUR_WEEKLY])
loadings = st.sets(st.integers(1, 12), max_size=5).map(lambda weeks: (0, *sorted(weeks)))
schedules = st.builds(
    Schedule, loading_weeks=loadings, interval=intervals, first_delivery_doses=st.integers(1, 6)
)


def a_schedule(interval: str = MONTHLY) -> Schedule:
    return Schedule(loading_weeks=LOADING, interval=interval, first_delivery_doses=4)


def test_the_example_of_the_domain_sheet_monthly() -> None:
    planned = first_year(a_schedule(), date(2027, 1, 4))

    assert planned[:6] == (
        date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18),
        date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 1),
    )  # fmt: skip
    assert planned[-1] == date(2028, 1, 1)


def test_the_example_of_the_domain_sheet_four_weekly() -> None:
    planned = first_year(a_schedule(FOUR_WEEKLY), date(2027, 1, 4))

    assert planned[3:6] == (date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 29))


def test_a_month_that_is_too_short_gets_its_last_day_and_the_next_is_whole_again() -> None:
    planned = tuple(islice(doses(a_schedule(), date(2027, 12, 3)), 7))

    assert planned[3:] == (date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31))


def test_the_29th_of_february_begins_a_year_that_ends_on_the_28th() -> None:
    planned = first_year(a_schedule(), date(2028, 2, 29))

    assert planned[3] == date(2028, 3, 28)
    assert planned[-1] == date(2029, 1, 28)


@given(schedule=schedules, first_dose=first_days)
def test_injections_rise_and_begin_with_the_loading_weeks(schedule: Schedule, first_dose: date) -> None:
    planned = first_year(schedule, first_dose)

    loading = [first_dose + timedelta(weeks=week) for week in schedule.loading_weeks]
    assert list(planned[: len(loading)]) == loading
    assert all(one < next_one for one, next_one in pairwise(planned))
    assert planned[-1] < add_months(first_dose, 12)


@given(first_dose=first_days)
def test_monthly_injections_skip_no_month_and_drift_by_no_day(first_dose: date) -> None:
    anchor, *later = islice(doses(a_schedule(), first_dose), 3, 30)

    for number, day in enumerate(later, start=1):
        assert (day.year * 12 + day.month) - (anchor.year * 12 + anchor.month) == number
        next_day = day + timedelta(days=1)
        assert day.day == anchor.day or (day.day < anchor.day and next_day.day == 1)


@given(first_dose=first_days)
def test_four_weekly_injections_stay_on_their_weekday(first_dose: date) -> None:
    planned = tuple(islice(doses(a_schedule(FOUR_WEEKLY), first_dose), 3, 30))

    assert {later - day for day, later in pairwise(planned)} == {timedelta(days=28)}


def test_the_first_delivery_holds_four_injections_and_later_ones_begin_at_week_eight() -> None:
    planned = deliveries(a_schedule(), date(2027, 1, 4), months_each=3)

    assert [(one.needed_by, len(one.doses)) for one in planned] == [
        (date(2027, 1, 4), 4),
        (date(2027, 3, 1), 3),
        (date(2027, 6, 1), 3),
        (date(2027, 9, 1), 3),
        (date(2027, 12, 1), 3),
    ]


@given(schedule=schedules, first_dose=first_days, months_each=st.sampled_from([1, 3]))
def test_deliveries_cover_every_injection_once_and_in_time(
    schedule: Schedule, first_dose: date, months_each: int
) -> None:
    planned = deliveries(schedule, first_dose, months_each=months_each)

    delivered = [day for one in planned for day in one.doses]
    assert delivered == list(islice(doses(schedule, first_dose), len(delivered)))
    assert set(first_year(schedule, first_dose)) <= set(delivered)
    assert all(one.needed_by == one.doses[0] for one in planned)
    assert len(planned[0].doses) == schedule.first_delivery_doses
    assert {len(one.doses) for one in planned[1:]} <= {months_each}


@pytest.mark.parametrize(
    ("weeks", "interval", "first"),
    [
        ((), MONTHLY, 4),
        ((1, 2), MONTHLY, 4),
        ((0, 2, 1), MONTHLY, 4),
        ((0, 0), MONTHLY, 4),
        (LOADING, "weekly", 4),
        (LOADING, MONTHLY, 0),
    ],
)
def test_facts_that_make_no_calendar_are_refused(weeks: tuple[int, ...], interval: str, first: int) -> None:
    with pytest.raises(ScheduleUnusable):
        Schedule(loading_weeks=weeks, interval=interval, first_delivery_doses=first)

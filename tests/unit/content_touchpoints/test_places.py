from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from content.touchpoints.journey import Mark
from content.touchpoints.rhythms import Rhythm
from content.touchpoints.weeks import (
    COLUMNS_BEFORE,
    LAST_WEEK,
    TICKS,
    column_before,
    column_of,
    delivery_weeks,
    in_words,
    injection_weeks,
)
from forms.registration.calendar import FOUR_WEEKLY, Schedule
from tests.unit.content_touchpoints.journeys import SCHEDULE, a_journey, a_step

CSS = (Path(__file__).parents[3] / "site" / "static" / "css" / "touchpoints.css").read_text()


def test_injections_lie_in_the_weeks_of_the_first_doses_and_then_once_a_month() -> None:
    assert injection_weeks(SCHEDULE) == (0, 1, 2, 4, 8, 12, 17, 21, 25, 30, 34, 38, 43, 47, 51)


def test_injections_every_four_weeks_lie_four_weeks_apart() -> None:
    weeks = injection_weeks(Schedule((0, 2), FOUR_WEEKLY, 1))

    assert weeks[:4] == (0, 2, 6, 10)
    assert weeks[-1] == 50


def test_later_deliveries_lie_in_the_week_of_the_first_dose_that_each_is_for() -> None:
    assert delivery_weeks(SCHEDULE, months_each=3) == (8, 21, 34, 47)
    assert delivery_weeks(SCHEDULE, months_each=1) == injection_weeks(SCHEDULE)[4:]


def test_every_place_has_a_column_in_the_stylesheet() -> None:
    columns = [f"b{number}" for number in range(1, COLUMNS_BEFORE + 1)]
    columns += [f"w{week}" for week in range(LAST_WEEK + 1)]

    for number, column in enumerate(columns, start=1):
        assert f".from-{column} {{ grid-column-start: {number}; }}" in CSS
        assert f".to-{column} {{ grid-column-end: {number + 1}; }}" in CSS
    assert {column_of(week) for week in TICKS} <= set(columns)


@given(among=st.integers(1, 60), data=st.data())
def test_what_lies_before_week_0_keeps_its_order(among: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, among - 1))
    columns = [int(column_before(one, among)[1:]) for one in range(among)]

    assert columns == sorted(columns)
    assert 1 <= columns[place] <= COLUMNS_BEFORE


@given(st.integers())
def test_no_week_lies_outside_the_year(week: int) -> None:
    assert re.fullmatch(r"w([0-9]|[1-4][0-9]|5[0-2])", column_of(week))


@pytest.mark.parametrize(
    ("first", "last", "points", "words"),
    [
        (None, None, (), "Before week 0"),
        (0, None, (), "Week 0"),
        (3, 3, (), "Week 3"),
        (13, 52, (), "Weeks 13 to 52"),
        (1, 12, (1, 2, 4, 8, 12), "Weeks 1, 2, 4, 8 and 12"),
        (1, 52, tuple(range(1, 53)), "Weeks 1 to 52"),
    ],
)
def test_weeks_are_said_in_words(
    first: int | None, last: int | None, points: tuple[int, ...], words: str
) -> None:
    assert in_words(first, last, points) == words


def test_a_step_that_comes_again_has_a_point_in_each_week() -> None:
    step = a_step(first=1, last=12, rhythm=Rhythm.BEFORE_INJECTION)

    (found,) = a_journey(step).steps

    assert [mark.start for mark in found.marks] == ["w1", "w2", "w4", "w8", "w12"]
    assert found.when == "Weeks 1, 2, 4, 8 and 12"


def test_a_step_without_days_is_a_stretch() -> None:
    (found,) = a_journey(a_step(first=13, last=52)).steps

    assert found.marks == (Mark("w13", "w52"),)


def test_without_dosing_facts_a_step_that_comes_again_is_a_stretch() -> None:
    (found,) = a_journey(a_step(first=1, last=12, rhythm=Rhythm.INJECTION), schedule=None).steps

    assert found.marks == (Mark("w1", "w12"),)


def test_a_phase_before_week_0_begins_with_its_first_step_and_ends_where_it_says() -> None:
    steps = (a_step("One", first=None), a_step("Two", first=None), a_step("Three", first=4))

    assert a_journey(*steps, first=None, last=0).phases[0].mark == Mark("b1", "w0")
    assert a_journey(*steps, first=None, last=None).phases[0].mark == Mark("b1", "b8")


def test_a_phase_of_weeks_lies_where_it_says() -> None:
    assert a_journey(first=8, last=52).phases[0].mark == Mark("w8", "w52")
    assert a_journey(first=8, last=None).phases[0].mark == Mark("w8", "w8")
    assert a_journey(first=None, last=None).phases[0].mark == Mark("b8", "b8")

from __future__ import annotations

import pytest

from forms.definitions.fields import field_type
from forms.definitions.fields.times import read_time
from tests.unit.definitions.samples import a_field, error_of


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("9.30", "09:30"), ("9:30", "09:30"), ("0930", "09:30"), ("930", "09:30"), ("9", "09:00"),
        ("9:30 am", "09:30"), ("9.30 a.m.", "09:30"), ("2 pm", "14:00"), ("2.15 P.M.", "14:15"),
        ("12 am", "00:00"), ("12 pm", "12:00"), ("12:05am", "00:05"), ("noon", "12:00"), ("midnight", "00:00"),
        ("23:59", "23:59"), ("17h30", "17:30"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed, time):
    assert read_time(typed) == time


@pytest.mark.parametrize("typed", ["24:00", "13 pm", "0 am", "9:60", "9:3", "soon", "٩:٣٠", "9:30:10", "-1"])
def test_what_is_no_time_is_said_with_examples(typed):
    anchor, message = error_of(a_field("time"), {"q": typed})

    assert anchor == "id_q"
    assert "09:30 or 2.15 pm" in message


def test_times_outside_the_limits_are_refused():
    field = a_field("time", settings={"earliest": "08:00", "latest": "17:30"})

    assert "08:00 or later" in error_of(field, {"q": "7.59"})[1]
    assert "17:30 or earlier" in error_of(field, {"q": "5.31 pm"})[1]


@pytest.mark.parametrize(
    "settings", [{"earliest": "8:00"}, {"latest": "late"}, {"earliest": "10:00", "latest": "09:00"}]
)
def test_limits_that_are_no_times_are_named(settings):
    assert list(field_type("time").setting_problems(a_field("time", settings=settings)))

"""The chart of sign-ups: every bar inside the drawing, in proportion, with the words that say the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from agreements.register.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, chart_of
from agreements.register.sign_ups import Month
from agreements.terms import add_months

COUNTS = st.tuples(*[st.integers(0, 5_000)] * 3)


def months_of(counts):
    return [Month(add_months(date(2026, 1, 1), index), one) for index, one in enumerate(counts)]


@given(st.lists(COUNTS, min_size=1, max_size=24))
def test_bars_stay_inside_and_are_in_proportion(counts):
    chart = chart_of(months_of(counts))
    top = max(line.value for line in chart.grid)
    scale = (chart.base - TOP) / top

    assert top >= max(sum(one) for one in counts)
    for column, one in zip(chart.columns, counts, strict=True):
        assert column.total == sum(one)
        for bar in column.bars:
            assert bar.x >= LEFT
            assert bar.x + bar.width <= WIDTH - RIGHT + 0.2
            assert bar.y >= TOP - 0.1
            assert bar.y + bar.height <= HEIGHT - BOTTOM + 0.2
            assert bar.height == pytest.approx(one[bar.series - 1] * scale, abs=0.06)


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (1, 4), (4, 4), (5, 8), (9, 20), (21, 40), (41, 80), (81, 200)]
)
def test_the_scale_ends_on_a_round_number_with_whole_quarters(most, top):
    chart = chart_of(months_of([(most, 0, 0)]))

    assert [line.value for line in chart.grid] == [0, top // 4, top // 2, top * 3 // 4, top]


def test_the_description_says_what_the_chart_shows():
    text = chart_of(months_of([(1, 0, 0), (2, 1, 4)])).description

    assert text.startswith("From January 2026 to February 2026 8 agreements were completed:")
    assert "3 of Overview and Offer Form" in text
    assert "Most in February 2026: 7." in text


def test_the_year_stands_under_the_first_month_and_every_january():
    chart = chart_of(months_of([(1, 0, 0)] * 14))

    assert [column.year for column in chart.columns if column.year] == ["2026", "2027"]

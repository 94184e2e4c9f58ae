from __future__ import annotations

from datetime import date

import pytest

from forms.registration.working_days import working_days_after


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        (date(2027, 1, 4), 1, date(2027, 1, 5)),
        (date(2027, 1, 8), 1, date(2027, 1, 11)),
        (date(2027, 1, 9), 1, date(2027, 1, 11)),
        (date(2027, 1, 10), 2, date(2027, 1, 12)),
        (date(2027, 1, 7), 3, date(2027, 1, 12)),
        (date(2027, 1, 4), 0, date(2027, 1, 4)),
    ],
)
def test_weekends_do_not_count(day: date, number: int, due: date) -> None:
    assert working_days_after(day, number) == due

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from forms.routing.admin.wording import every, until


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (timedelta(seconds=30), "every 30 seconds"),
        (timedelta(seconds=90), "every 90 seconds"),
        (timedelta(minutes=1), "every minute"),
        (timedelta(minutes=10), "every 10 minutes"),
        (timedelta(hours=1), "every hour"),
        (timedelta(days=2), "every 2 days"),
    ],
)
def test_an_interval_is_read_in_its_own_unit(interval: timedelta, words: str) -> None:
    assert every(interval) == words


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=25), "in 25 seconds"),
        (timedelta(seconds=1), "in 1 second"),
        (timedelta(seconds=119), "in 1 minute"),
        (timedelta(0), "now"),
        (-timedelta(minutes=12, seconds=5), "12 minutes late"),
    ],
)
def test_a_time_to_come_says_how_far_it_is(now: datetime, ahead: timedelta, words: str) -> None:
    assert until(now + ahead, now=now) == words

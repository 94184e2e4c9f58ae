from __future__ import annotations

from datetime import timedelta

from hypothesis import given, strategies as st

from forms.routing.backoff import next_delay, slow_delay

BASE, CAP = timedelta(seconds=30), timedelta(hours=4)


def test_the_longest_delay_doubles_up_to_the_cap() -> None:
    longest = [
        next_delay(attempt=attempt, base=BASE, cap=CAP, uniform=lambda low, high: high).total_seconds()
        for attempt in range(1, 12)
    ]

    assert longest == [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 14400, 14400]


@given(attempt=st.integers(-1, 10_000), share=st.floats(0, 1))
def test_every_delay_lies_between_nothing_and_the_cap(attempt: int, share: float) -> None:
    delay = next_delay(
        attempt=attempt, base=BASE, cap=CAP, uniform=lambda low, high: low + share * (high - low)
    )

    assert timedelta() <= delay <= CAP


def test_a_misconfigured_leg_waits_half_the_cap_at_least() -> None:
    assert slow_delay(cap=CAP, uniform=lambda low, high: low) == CAP / 2
    assert slow_delay(cap=CAP, uniform=lambda low, high: high) == CAP

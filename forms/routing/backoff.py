"""How long a leg waits before it is tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

Uniform = Callable[[float, float], float]
_MOST_DOUBLINGS = 32


def next_delay(*, attempt: int, base: timedelta, cap: timedelta, uniform: Uniform) -> timedelta:
    """Return an exponential delay with full jitter after attempt number `attempt`, counted from 1.

    The delay lies between nothing and base * 2 ** (attempt - 1), at most `cap`. Full jitter spreads a
    queue that failed together, so that a partner coming back is not struck by all of it at once.
    """
    doublings = min(max(attempt, 1) - 1, _MOST_DOUBLINGS)
    ceiling = min(cap.total_seconds(), base.total_seconds() * 2**doublings)
    return timedelta(seconds=uniform(0.0, ceiling))


def slow_delay(*, cap: timedelta, uniform: Uniform) -> timedelta:
    """Return the delay of a leg that waits for a person to correct a setting: half of `cap` to all of it."""
    seconds = cap.total_seconds()
    return timedelta(seconds=uniform(seconds / 2, seconds))

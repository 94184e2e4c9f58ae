"""Intervals and times to come, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def every(interval: timedelta) -> str:
    """Return an interval as in "every 30 seconds" or "every hour"."""
    number, unit = _counted(interval)
    return f"every {unit}" if number == 1 else f"every {number} {unit}s"


def until(moment: datetime, *, now: datetime) -> str:
    """Return how far a moment lies ahead, as in "in 25 seconds"; what is past is due now or late."""
    ahead = moment - now
    if abs(ahead) < timedelta(seconds=1):
        return "now"
    number, unit = _counted(max(ahead, -ahead), whole=False)
    words = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return f"in {words}" if ahead > timedelta(0) else f"{words} late"


def _counted(interval: timedelta, *, whole: bool = True) -> tuple[int, str]:
    """Count an interval in the largest unit that fits: exactly, or with `whole` off the nearest below."""
    seconds = int(interval.total_seconds())
    for unit, size in UNITS:
        if seconds >= size and not (whole and seconds % size):
            return seconds // size, unit
    return seconds, "second"

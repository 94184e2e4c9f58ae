"""Count working days. Bank holidays differ between the nations, so only weekends are left out."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """Return the day that lies `number` working days, Monday to Friday, after `day`."""
    while number > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            number -= 1
    return day

"""Days some days, weeks or months away from another day. Pure rules, no Django."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

DAYS, WEEKS, MONTHS = "days", "weeks", "months"
MOST = 9999
_OFFSET = re.compile(r"([+-]?)(\d{1,4})(day|week|month)s?")


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance in calendar months and days; only one of them is not zero."""

    months: int = 0
    days: int = 0

    def from_(self, day: date) -> date | None:
        """Return the day this far from `day`, None beyond the calendar; 31 January and a month: 28 February."""
        months = day.year * 12 + day.month - 1 + self.months
        year, month = divmod(months, 12)
        if not date.min.year <= year <= date.max.year:
            return None
        length = calendar.monthrange(year, month + 1)[1]
        try:
            return date(year, month + 1, min(day.day, length)) + timedelta(days=self.days)
        except OverflowError:
            return None


NONE = Offset()


def offset(amount: int, unit: str, *, before: bool = False) -> Offset:
    """Return the distance of an amount of days, weeks or months, backwards with `before`."""
    signed = -amount if before else amount
    if unit == MONTHS:
        return Offset(months=signed)
    return Offset(days=signed * 7 if unit == WEEKS else signed)


def read_offset(text: str) -> Offset | None:
    """Return the distance that an editor wrote as "+7 days", "-2 weeks" or "1 month", None if it is none."""
    match = _OFFSET.fullmatch(text.replace(" ", "").lower())
    if match is None:
        return None
    sign, amount, unit = match.groups()
    return offset(int(amount), f"{unit}s", before=sign == "-")

"""Read a day from three boxes, and the bounds that editors set for one. Pure rules, no Django."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5}))?")
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}

# A whole day as people paste it into the first box: 3 March 2026, Tue 3rd Mar 26, 03/03/2026, 2026-03-03.
_WHOLE = (
    re.compile(
        r"(?:[A-Za-z]{3,9}\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]+"
        r"(?P<month>\d{1,2}|[A-Za-z]{3,9}\.?),?[\s./-]+(?P<year>\d{4}|\d{2})"
    ),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)
# Two digits of a year, of a day that was pasted: from here on they mean the last century.
FIRST_OF_LAST_CENTURY = 50


class DayProblem(ValueError):
    """The boxes hold no day; `part` is the first one to put right and `message` says how."""

    def __init__(self, message: str, part: str) -> None:
        super().__init__(message)
        self.message = message
        self.part = part


def read_day(label: str, day: str, month: str, year: str) -> date:
    """Return the day in three boxes, the month as number or word, or the day pasted whole into the first.

    Raises DayProblem.
    """
    day, month, year = _spread(day, month, year)
    for part, text in (("day", day), ("month", month), ("year", year)):
        if not text:
            raise DayProblem(f"“{label}” must include a {part}", part)
    day_number = _number(day)
    if day_number is None or not 1 <= day_number <= 31:
        raise DayProblem(f"Enter the day of “{label}” as a number from 1 to 31", "day")
    month_number = _MONTHS.get(month.lower().rstrip("."), _number(month))
    if month_number is None or not 1 <= month_number <= 12:
        raise DayProblem(f"Enter the month of “{label}” as a number from 1 to 12, or as a word", "month")
    year_number = _number(year)
    if year_number is None or len(year) != 4:
        raise DayProblem(f"Enter the year of “{label}” with four digits, for example 2027", "year")
    if not EARLIEST_YEAR <= year_number <= LATEST_YEAR:
        raise DayProblem(f"Check the year of “{label}”: {year} is too far away", "year")
    try:
        return date(year_number, month_number, day_number)
    except ValueError:
        days = calendar.monthrange(year_number, month_number)[1]
        raise DayProblem(
            f"Check the day of “{label}”: {calendar.month_name[month_number]} {year} has {days} days", "day"
        ) from None


def _spread(day: str, month: str, year: str) -> tuple[str, str, str]:
    """Return the texts of the three boxes; a whole day in the first one is taken apart, day before month."""
    if month or year:
        return day, month, year
    for shape in _WHOLE:
        if match := shape.fullmatch(day):
            return match["day"], match["month"], _with_century(match["year"])
    return day, month, year


def _with_century(year: str) -> str:
    if len(year) == 4:
        return year
    return f"19{year}" if int(year) >= FIRST_OF_LAST_CENTURY else f"20{year}"


def bound(setting: object, today: date) -> date | None:
    """Return the day that a bound stands for: ISO 8601, "today", "today+30"; None if it is none."""
    if not isinstance(setting, str):
        return None
    if match := _RELATIVE.fullmatch(setting.replace(" ", "")):
        sign, days = match.groups()
        try:
            return today + timedelta(days=int(f"{sign}{days}")) if days else today
        except OverflowError:
            return None
    return stored_day(setting)


def stored_day(stored: object) -> date | None:
    """Return the day that a text in the form 2027-01-04 means, or None."""
    if not isinstance(stored, str):
        return None
    try:
        found = date.fromisoformat(stored)
    except ValueError:
        return None
    return found if found.isoformat() == stored else None


def in_words(day: date) -> str:
    """Return a day as people write it here: 3 March 2026."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def years_between(born: date, today: date) -> int:
    """Return the age on a day; who was born on 29 February gets older on 1 March in other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None

"""When an agreement begins and ends."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

WHEN_SIGNED = "the day on which both parties have signed it"


@dataclass(frozen=True, slots=True)
class Term:
    """The first and the last day in force; without a last day it runs on."""

    effective_on: date
    expires_on: date | None


def term_of(*, starts_on: date | None, signed_on: date, months: int | None) -> Term:
    """Return the term of an agreement that all have signed on a day: it never begins before that.

    Where a first day is printed in it, the last day is counted from there, also when it was signed later.
    """
    effective = max(starts_on or signed_on, signed_on)
    last = last_day_of_term(starts_on or signed_on, months)
    return Term(effective, max(last, effective) if last else None)


def last_day_of_term(effective_on: date, months: int | None) -> date | None:
    """Return the last day of so many months, the first day included; None for no end."""
    if months is None:
        return None
    return add_months(effective_on, months) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_day_in_words(starts_on: date | None) -> str:
    """Say, before anybody has signed, from which day an agreement will be in force; as `term_of` decides it."""
    return f"{date_format(starts_on)} or, if later, {WHEN_SIGNED}" if starts_on else WHEN_SIGNED


def last_day_in_words(starts_on: date | None, months: int | None) -> str:
    """Say, before anybody has signed, which day will be the last in force; as `term_of` decides it."""
    if months is None:
        return "not fixed"
    last = last_day_of_term(starts_on, months) if starts_on else None
    if starts_on is None or last is None:
        return f"the day before the day {months} months after its first day"
    return f"{date_format(last)} ({months} months from {date_format(starts_on)})"

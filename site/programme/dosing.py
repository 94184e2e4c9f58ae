"""The first doses of a medicine, as people enter them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

LAST_LOADING_WEEK = 52


def rising_weeks(weeks: Any) -> list[int]:
    """Return whole weeks that rise from 0, for example [0, 1, 2, 4]; raise ValidationError for anything else."""
    whole = isinstance(weeks, list) and all(type(week) is int for week in weeks)
    if not whole or weeks != sorted(set(weeks)) or weeks[:1] != [0] or weeks[-1] > LAST_LOADING_WEEK:
        raise ValidationError("Enter rising whole weeks that begin with 0, for example [0, 1, 2, 4].")
    found: list[int] = weeks
    return found


def some_doses(doses: int) -> int:
    """Return how many doses a delivery holds; raise ValidationError for none."""
    if doses < 1:
        raise ValidationError("Enter at least 1 dose.")
    return doses

"""How often a touchpoint comes, and so where it stands in a patient's calendar."""

from __future__ import annotations

from enum import StrEnum


class Rhythm(StrEnum):
    """What the days of a touchpoint follow from."""

    NONE = "none"
    ONCE = "once"
    INJECTION = "injection"
    BEFORE_INJECTION = "before_injection"
    REMINDER = "reminder"
    DELIVERY = "delivery"


RHYTHMS = [
    (Rhythm.NONE.value, "No day of its own: not in the calendar"),
    (Rhythm.ONCE.value, "Once, in the first of its weeks"),
    (Rhythm.INJECTION.value, "On the day of each injection in its weeks"),
    (Rhythm.BEFORE_INJECTION.value, "By the day before each injection in its weeks"),
    (Rhythm.REMINDER.value, "The day before each injection in its weeks, and on the day"),
    (Rhythm.DELIVERY.value, "By each delivery in its weeks; before week 0, by the first"),
]

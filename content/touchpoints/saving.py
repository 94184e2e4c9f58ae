"""A patient's first year as a file for a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from content.icalendar import WholeDay, calendar_file
from content.touchpoints.year import Entry, Year

FILE_NAME = "first-year-of-treatment.ics"
NAME = "First year of treatment"


def as_icalendar(year: Year, *, address: str, maker: str, footer: str, now: datetime) -> str:
    """Return the year as an iCalendar file; each day's note ends with `footer`.

    Made again for the same first dose, entries keep their identifiers, so that a calendar takes none twice.
    `address` is that of the page.
    """
    return calendar_file(_events(year, address, footer), maker=maker, name=NAME, stamp=now)


def _events(year: Year, address: str, footer: str) -> Iterator[WholeDay]:
    taken: set[str] = set()
    for entry in year.entries:
        known_by = f"{address}#{year.first_dose.isoformat()}/{entry.day.isoformat()}/{entry.title}"
        while known_by in taken:
            known_by += "+"
        taken.add(known_by)
        yield WholeDay(
            uid=f"urn:uuid:{uuid5(NAMESPACE_URL, known_by)}",
            day=entry.day,
            summary=f"{entry.title} (at the latest)" if entry.by_then else entry.title,
            description="\n".join(filter(None, (_sentence(entry), footer))),
        )


def _sentence(entry: Entry) -> str:
    parts = (entry.detail, f"Who takes part: {entry.who}" if entry.who else "", "Optional" * entry.optional)
    return ". ".join(filter(None, parts))

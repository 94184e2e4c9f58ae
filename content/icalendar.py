"""Write whole days as an iCalendar file (RFC 5545). Days have no time zone, so none is needed. Pure, no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
_BREAKS = re.compile(r"\r\n|\r|\n")
# What may not stand in a text (RFC 5545, 3.1: CONTROL), and what UTF-8 cannot hold.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class WholeDay:
    """An event that lasts one day. The same `uid` in a later file takes its place in the reader's calendar."""

    uid: str
    day: date
    summary: str
    description: str = ""


def calendar_file(events: Iterable[WholeDay], *, maker: str, name: str, stamp: datetime) -> str:
    """Return the file: lines end with CRLF, and none is longer than 75 octets. `stamp` is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(maker)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += _event(event, f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    """Return a text as a value (RFC 5545, 3.3.11)."""
    kept = _CONTROLS.sub("", _BREAKS.sub("\n", text))
    return re.sub(r"([\\;,])", r"\\\1", kept).replace("\n", r"\n")


def folded(line: str) -> str:
    """Return a line broken so that no part has more than 75 octets (RFC 5545, 3.1)."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n".join(parts)


def _event(event: WholeDay, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_basic(event.day)}"
    yield f"DTEND;VALUE=DATE:{_basic(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _basic(day: date) -> str:
    # Not strftime, which leaves out the leading zeros of early years.
    return day.isoformat().replace("-", "")

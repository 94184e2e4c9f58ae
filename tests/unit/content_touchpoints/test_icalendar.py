"""What we write is read by `icalendar`, which shares no code with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
from hypothesis import given, strategies as st

from content.icalendar import LONGEST_LINE, WholeDay, calendar_file, folded
from content.touchpoints.saving import as_icalendar
from tests.unit.content_touchpoints.test_year import FIRST, a_year

STAMP = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
# What people type, with every character that means something in the format; no other control characters.
TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('\\;,:"\n'), min_size=1, max_size=200
)


def read(text: str) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def a_file(*events: WholeDay, stamp: datetime = STAMP) -> str:
    return calendar_file(events, maker="-//Example//Touchpoints//EN", name="First year", stamp=stamp)


@given(summary=TEXTS, description=TEXTS, day=st.dates(max_value=date(9999, 12, 30)))
def test_another_reader_finds_what_was_written(summary: str, description: str, day: date) -> None:
    (event,) = read(a_file(WholeDay("urn:uuid:1", day, summary, description)))

    assert str(event["SUMMARY"]) == summary
    assert str(event["DESCRIPTION"]) == description
    assert event.decoded("DTSTART") == day
    assert event.decoded("DTEND") == day + timedelta(days=1)


@given(summary=st.text(max_size=300))
def test_no_line_is_too_long_broken_or_ends_otherwise_than_in_crlf(summary: str) -> None:
    octets = a_file(WholeDay("urn:uuid:1", FIRST, summary)).encode()

    assert octets.endswith(b"\r\n")
    lines = octets.split(b"\r\n")
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert all(line.decode().isprintable() or line for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=400))
def test_folding_loses_nothing(line: str) -> None:
    assert folded(line).replace("\r\n ", "") == line


def test_the_stamp_is_in_utc() -> None:
    stamp = datetime(2027, 7, 4, 9, 30, tzinfo=timezone(timedelta(hours=1)))

    assert "DTSTAMP:20270704T083000Z\r\n" in a_file(WholeDay("1", FIRST, "Injection"), stamp=stamp)


def saved(first_dose: date = FIRST, *, now: datetime = STAMP) -> str:
    year = a_year(first_dose, with_optional=True)
    return as_icalendar(
        year, address="https://x.example/", maker="-//X//EN", footer="Job code X-1, January 2027", now=now
    )


def test_the_saved_year_holds_every_entry_once() -> None:
    events = read(saved())

    assert len(events) == len(a_year(with_optional=True).entries)
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert all(str(event["DESCRIPTION"]).endswith("Job code X-1, January 2027") for event in events)


def test_the_same_year_saved_again_keeps_its_identifiers_and_another_has_others() -> None:
    uids = [str(event["UID"]) for event in read(saved())]

    assert [str(event["UID"]) for event in read(saved(now=STAMP + timedelta(days=9)))] == uids
    assert not set(uids) & {str(event["UID"]) for event in read(saved(FIRST + timedelta(days=7)))}

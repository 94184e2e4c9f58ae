"""The real product after a registration: nothing that was typed lies on its disk as it was typed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content.demo.registering import register
from tests.faults.product.people import TEAM, signed_in
from tests.integration.disclosure.sentinels import Marked
from tests.integration.disclosure.sheet import HOMECARE, NURSE, Scenario
from tests.stack import Stack, prepare, serving

pytestmark = pytest.mark.own_database

SECONDS_TO_DELIVER = 120
# Text is UTF-8 in files and in SQLite; JSON writes other characters as escapes, and some logs use UTF-16.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "unicode_escape")


@dataclass(frozen=True, slots=True)
class Disk:
    """What the product left behind."""

    var: Path
    reference: str
    marks: tuple[str, ...]


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """Register one marked patient with the running product and stop it once all is delivered."""
    var = tmp_path_factory.mktemp("at-rest")
    marked = Marked(
        Scenario("at rest", services=(NURSE, HOMECARE)), datetime.now(ZoneInfo("Europe/London")).date()
    )
    # An empty address means the SQLite file, whatever database the other tests use.
    with serving(var, prepare(var, DATABASE_URL=""), web_workers=1) as stack:
        browser = signed_in(stack.url, TEAM[0])
        reference = register(
            browser, form_slug="registration", answers=marked.answers(), say=lambda title: None
        )
        _wait_for_delivery(stack, reference)
    return Disk(var, reference, marked.typed_marks())


def _wait_for_delivery(stack: Stack, reference: str) -> None:
    """Return once both partners have their PDF and the submitter has the mail."""
    end = time.monotonic() + SECONDS_TO_DELIVER
    while time.monotonic() < end:
        mails = stack.mails.glob("*") if stack.mails.exists() else ()
        told = any(reference in mail.read_text() for mail in mails)
        if told and len(list(stack.inboxes.glob(f"*/{reference}*.pdf"))) == 2:
            return
        time.sleep(0.5)
    raise AssertionError(f"{reference} was not delivered within {SECONDS_TO_DELIVER} seconds.")


def test_no_file_holds_what_was_typed(disk: Disk) -> None:
    read = {path: path.read_bytes().lower() for path in disk.var.rglob("*") if path.is_file()}

    places = {path.relative_to(disk.var).parts[0] for path in read}
    assert {"db.sqlite3", "documents", "inboxes", "mail", "web.log", "worker.log"} <= places
    for path, data in read.items():
        assert list(_found(data, disk.marks)) == [], path.relative_to(disk.var)


def test_the_search_finds_what_does_lie_there(disk: Disk) -> None:
    # What was written last may still lie in the write-ahead log beside the database.
    database = b"".join(path.read_bytes() for path in sorted(disk.var.glob("db.sqlite3*"))).lower()
    mark = disk.marks[0]

    assert list(_found(database, [disk.reference, TEAM[0]])) == [disk.reference, TEAM[0]]
    for encoding in ENCODINGS:
        assert list(_found(b"x" + mark.encode(encoding).lower() + b"y", [mark])) == [mark]


def _found(data: bytes, marks: Iterable[str]) -> Iterator[str]:
    """Yield the marks found in lower-cased bytes, written with or without spaces, in any encoding."""
    for mark in marks:
        spellings = {mark.lower(), mark.lower().replace(" ", "")}
        if any(spelling.encode(encoding) in data for spelling in spellings for encoding in ENCODINGS):
            yield mark

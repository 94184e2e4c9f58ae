"""A stack whose drafts wait to be sent, and what its database says afterwards."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from content.demo.browser import Browser
from content.demo.registering import register
from tests.bench.identifiers import never_issued_numbers
from tests.bench.load import Answer, Post
from tests.bench.registrants import signed_in, the_answers
from tests.processes import ROOT
from tests.stack import Stack

SETTLED = "state in ('sent', 'acknowledged', 'failed', 'held', 'cancelled')"


def first_registration(stack: Stack) -> None:
    """Register one patient page by page: the drafts to be sent are made like this one."""
    browser: Browser = signed_in(stack)
    number = next(never_issued_numbers())
    register(browser, form_slug="registration", answers=the_answers(number), say=lambda _: None)


def posts_of(stack: Stack, count: int, *, first: int = 1) -> list[Post]:
    """Prepare drafts and return the requests that send them; `first` numbers their patients."""
    file = stack.var / f"posts-{first}.jsonl"
    command = [sys.executable, "-m", "tests.bench.drafts", str(count), str(first), str(file)]
    subprocess.run(command, cwd=ROOT, env=stack.env, check=True, stdout=subprocess.DEVNULL)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    return [Post(line["path"], line["cookies"], line["body"].encode()) for line in lines]


@contextlib.contextmanager
def _connected(stack: Stack) -> Iterator[Any]:
    url = stack.env.get("DATABASE_URL")
    connection: Any = psycopg.connect(url) if url else sqlite3.connect(stack.var / "db.sqlite3", timeout=20)
    try:
        yield connection
    finally:
        connection.close()


def rows(stack: Stack, sql: str) -> list[tuple[Any, ...]]:
    """Return what a statement finds in the stack's database."""
    with _connected(stack) as connection:
        return [tuple(row) for row in connection.execute(sql).fetchall()]


def unsettled(stack: Stack) -> int:
    """Return how many legs are still on their way."""
    return int(rows(stack, f"select count(*) from form_routing_delivery where not ({SETTLED})")[0][0])  # noqa: S608


def wait_until_settled(stack: Stack, *, seconds: float) -> float:
    """Wait until no leg is on its way; return how long it took; raise TimeoutError."""
    start = time.monotonic()
    while unsettled(stack):
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"{unsettled(stack)} legs were still on their way after {seconds:.0f} s.")
        time.sleep(0.5)
    return time.monotonic() - start


def use_smtp(stack: Stack) -> None:
    """Let every partner be reached by mail."""
    sql = "update directory_destination set transport = 'smtp', address = 'registrations@partner.invalid'"
    with _connected(stack) as connection:
        connection.execute(sql)
        connection.commit()


def refused(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers that are no redirect to a submission."""
    return [answer for answer in answers if answer.status != 302 or "/draft/" in answer.location]


def inbox_sizes(stack: Stack) -> int:
    """Return how many documents lie in the partners' inboxes."""
    return len(list(Path(stack.inboxes).glob("*/*.pdf")))

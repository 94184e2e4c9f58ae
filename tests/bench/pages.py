"""The programme page from a warm cache, beside a bare WSGI callable and Wagtail's own starter site."""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.answers import ask, declared
from tests.bench.editing import editor
from tests.bench.promises import add_promises
from tests.bench.starter.making import make, serving as serving_starter
from tests.bench.tables import Table
from tests.bench.wrk import CONNECTIONS, Load, load
from tests.processes import Server, environment, free_port, gunicorn, running
from tests.stack import prepare, serving

ROUNDS = int(os.environ.get("BENCH_PAGE_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_PAGE_SECONDS", "5"))
WORKERS = 2
PAGE = "/programme/"


@dataclass(frozen=True, slots=True)
class Target:
    """One of the servers that are measured, and what it is asked for."""

    server: Server
    path: str
    cookies: str = ""


def run() -> Table:
    """Measure the three in interleaved rounds of one run, and try what the cache must keep."""
    table = Table(
        "The programme page from a warm cache",
        f"Medians of {ROUNDS} interleaved rounds of {SECONDS:g} s, wrk with {CONNECTIONS} connections; gunicorn "
        f"with {WORKERS} sync workers each, a new connection for each request, SQLite. The reader is a declared "
        "professional without a session. The bare callable gives the same bytes and headers; the starter is what "
        "`wagtail start` makes, with its production settings and the same content: texts and links as rich text and "
        "stream field, a menu of the same pages, the way up, the pages below, a footer.",
    )
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "ours"
        var.mkdir()
        with serving(var, prepare(var), web_workers=WORKERS, with_worker=False) as stack:
            cookies = declared(stack.web)
            recorded = ask(stack.web, PAGE, cookies=cookies)
            recorded.record(Path(folder) / "answer.json")
            starter = make(Path(folder) / "starter", recorded.body.decode(), address=PAGE)
            with bare(Path(folder)) as floor, serving_starter(starter, workers=WORKERS) as peer:
                targets = {
                    "ours": Target(stack.web, PAGE, cookies),
                    "bare": Target(floor, "/"),
                    "starter": Target(peer, PAGE),
                }
                _compare(table, _measured(targets))
            table.add("The page", f"{len(recorded.body):,} bytes of HTML")
            with editor(stack) as publish:
                add_promises(table, stack.web, PAGE, cookies, publish)
    return table


@contextlib.contextmanager
def bare(folder: Path) -> Iterator[Server]:
    """Serve what was recorded until the block ends."""
    port, env = free_port(), environment(BARE_ANSWER=str(folder / "answer.json"))
    command = gunicorn("tests.bench.bare", port=port, workers=WORKERS)
    with running(command, env=env, port=port, log=folder / "bare.log") as server:
        yield server


def _measured(targets: dict[str, Target]) -> dict[str, list[Load]]:
    """Return the rounds of each, after one that warms up."""
    rounds: dict[str, list[Load]] = {name: [] for name in targets}
    for number in range(ROUNDS + 1):
        for name, one in targets.items():
            seconds = SECONDS if number else min(SECONDS, 2)
            measured = load(one.server, one.path, cookies=one.cookies, seconds=seconds)
            if number:
                rounds[name].append(measured)
    return rounds


def _compare(table: Table, rounds: dict[str, list[Load]]) -> None:
    names = {
        "ours": "Ours",
        "bare": "Bare WSGI callable, same bytes",
        "starter": "Wagtail's starter, same content",
    }
    for name, words in names.items():
        rate, cpu, p50, p99 = (
            statistics.median(getattr(one, value) for one in rounds[name])
            for value in ("per_second", "cpu", "p50", "p99")
        )
        table.add(words, f"{rate:,.0f}/s; {cpu:.2f} ms CPU; {p50:.1f} ms, p99 {p99:.1f} ms")
    for name, words, least in (
        ("bare", "Ours to the bare callable", 0.5),
        ("starter", "Ours to the starter", 30),
    ):
        pairs = zip(rounds["ours"], rounds[name], strict=True)
        ratio = statistics.median(ours.per_second / other.per_second for ours, other in pairs)
        table.add(
            words, f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}", f"at least {least:g}", met=ratio >= least
        )

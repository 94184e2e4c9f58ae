"""What pages cost when none is ready in front: after a purge, and for readers who are signed in."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.answers import ask, declared
from tests.bench.editing import Publish, editor
from tests.bench.registrants import REFERRER, cpu_ms, signed_in
from tests.bench.starter.making import make, serving as serving_starter
from tests.bench.tables import Table
from tests.processes import ROOT, Server
from tests.stack import Stack, prepare, serving

ROUNDS = int(os.environ.get("BENCH_READER_ROUNDS", "15"))
WARM_UP = 3
# How many are asked for in a row where every request finds the same.
REQUESTS = 5
PAGE = "/programme/"
ANOTHER = "/checklist/"
QUERIES = 8
SHARE = 1 / 3
# The starter as each is compared with it: in a row, or once after something was published at ours.
IN_A_ROW, FIRST = "starter", "starter, first"
STARTERS = {
    IN_A_ROW: "Wagtail's starter, signed in",
    FIRST: "Wagtail's starter, signed in, first after ours was published",
}
# What is reported, beside which starter, and whether it has a target.
NAMES = {
    "signed in": ("Signed in, the page kept", IN_A_ROW, True),
    "signed in, purged": ("Signed in, first after another page was published", FIRST, True),
    "declared, purged": ("Declared professional, first after another page was published", FIRST, True),
    "signed in, published": ("Signed in, first after the page itself was published", FIRST, False),
    "declared, published": ("Declared professional, first after the page itself was published", FIRST, False),
}
SITUATIONS = {
    "warm": ("signed in, kept", True),
    "purged": ("after another page was published", True),
    "anew": ("made anew", True),
    "records": ("made anew after a record was changed", False),
}


def run() -> Table:
    """Measure ours and the starter in interleaved rounds of one run; then count queries in process."""
    table = Table(
        "The programme page after a purge, and for readers who are signed in",
        f"CPU of the server for one request, medians of {ROUNDS} interleaved rounds; one gunicorn worker each, "
        "SQLite. The starter's reader is signed in too and has no role in its admin; nothing of its page changes. "
        "A first request finds the processor's caches full of the publishing, so it is compared with one of the "
        "starter's that finds them so too.",
    )
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "ours"
        var.mkdir()
        with contextlib.ExitStack() as running:
            stack = running.enter_context(serving(var, prepare(var), web_workers=1, with_worker=False))
            session = "; ".join(f"{name}={value}" for name, value in signed_in(stack).cookies.items())
            declaration = declared(stack.web)
            page = ask(stack.web, PAGE, cookies=declaration).body.decode()
            starter = make(Path(folder) / "starter", page, address=PAGE)
            peer = running.enter_context(serving_starter(starter, workers=1))
            publish = running.enter_context(editor(stack))
            works = _works(stack, session, declaration, publish, peer, starter.cookies)
            _compare(table, _measured(works))
        _count(table, stack)
    return table


def _works(
    stack: Stack, session: str, declaration: str, publish: Publish, peer: Server, peer_cookies: str
) -> dict[str, Callable[[int], float]]:
    """Return what a round measures, each called with the number of the round."""

    def after(address: str, cookies: str, server: Server = stack.web) -> Callable[[int], float]:
        def measure(number: int) -> float:
            publish(address, f"Read again in round {number} of this measurement.")
            return cost(server, PAGE, cookies, requests=1)

        return measure

    return {
        IN_A_ROW: lambda _: cost(peer, PAGE, peer_cookies, requests=REQUESTS),
        FIRST: after(ANOTHER, peer_cookies, peer),
        "signed in": lambda _: cost(stack.web, PAGE, session, requests=REQUESTS),
        "signed in, purged": after(ANOTHER, session),
        "declared, purged": after(ANOTHER, declaration),
        "signed in, published": after(PAGE, session),
        "declared, published": after(PAGE, declaration),
    }


def cost(server: Server, path: str, cookies: str, *, requests: int) -> float:
    """Return milliseconds of the server's CPU for one request; several are measured after one that warms up."""
    if requests > 1:
        ask(server, path, cookies=cookies)
    before = cpu_ms(server)
    for _ in range(requests):
        answer = ask(server, path, cookies=cookies)
        if not answer.status.startswith("200"):
            raise RuntimeError(f"{path} answered {answer.status}.")
    return (cpu_ms(server) - before) / requests


def _measured(works: dict[str, Callable[[int], float]]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(WARM_UP + ROUNDS):
        round_ = {name: work(number) for name, work in works.items()}
        if number >= WARM_UP:
            for name, value in round_.items():
                taken[name].append(value)
    return taken


def _compare(table: Table, taken: dict[str, list[float]]) -> None:
    for name, words in STARTERS.items():
        table.add(words, f"{statistics.median(taken[name]):.1f} ms")
    for name, (words, beside, is_promised) in NAMES.items():
        share = statistics.median(
            ours / other for ours, other in zip(taken[name], taken[beside], strict=True)
        )
        figure = f"{statistics.median(taken[name]):.1f} ms, {share:.2f} of the starter"
        if is_promised:
            table.add(words, figure, f"at most {SHARE:.2f}", met=share <= SHARE)
        else:
            table.add(words, figure)


def _count(table: Table, stack: Stack) -> None:
    """Add the queries of every page, counted in a process of their own on the same data."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.page_queries", REFERRER],
        cwd=ROOT, env=stack.env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    for name, (words, is_promised) in SITUATIONS.items():
        most = max(found[name].values())
        where = ", ".join(path for path, count in found[name].items() if count == most)
        where = where if where.count(",") < 3 else f"{where.count(',') + 1} pages"
        figure = f"at most {most}, on {where}"
        table.add(
            f"Queries of {len(found[name])} pages, {words}",
            figure,
            f"at most {QUERIES}" if is_promised else "",
            met=most <= QUERIES if is_promised else None,
        )

"""How many deliveries one worker carries out in a second, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.load import open_loop
from tests.bench.prepared import first_registration, posts_of, refused, rows, wait_until_settled
from tests.bench.tables import Table
from tests.postgres import private_cluster
from tests.processes import running
from tests.stack import Stack, prepare, serving

ROUNDS = 3
PER_ROUND = int(os.environ.get("BENCH_DELIVERIES", "120"))
PER_SECOND = 12
SENT_AT = {
    "SQLite": "select (julianday(sent_at) - 2440587.5) * 86400 from form_routing_delivery",
    "PostgreSQL": "select extract(epoch from sent_at)::float from form_routing_delivery",
}


def run() -> Table:
    """Let a fresh worker empty a queue, in rounds that alternate between the databases."""
    table = Table(
        "Deliveries of one worker",
        f"Medians of {ROUNDS} rounds, alternating, of {2 * PER_ROUND} legs each: drawn, encrypted, stored, "
        "written to the partner's inbox and recorded; the submitters' mails are sent between them.",
    )
    with tempfile.TemporaryDirectory() as folder, private_cluster() as url:
        stacks = {}
        for name, extra in (("SQLite", {}), ("PostgreSQL", {"DATABASE_URL": url})):
            var = Path(folder) / name
            var.mkdir()
            stacks[name] = (var, prepare(var, LOG_LEVEL="WARNING", **extra))
        figures: dict[str, list[tuple[float, float]]] = {name: [] for name in stacks}
        for number in range(ROUNDS):
            for name, (var, env) in stacks.items():
                figures[name].append(_round(name, var, env, number))
    for name, taken in figures.items():
        rate = statistics.median(rate for rate, _ in taken)
        cpu = statistics.median(cpu for _, cpu in taken)
        table.add(f"{name}, deliveries a second", f"{rate:.1f}")
        table.add(f"{name}, CPU of the worker for one", f"{cpu:.0f} ms")
    return table


def _round(name: str, var: Path, env: dict[str, str], number: int) -> tuple[float, float]:
    """Return deliveries a second and CPU milliseconds of one; filling the queue is not timed."""
    with serving(var, env, web_workers=1, with_worker=False) as stack:
        if number == 0:
            first_registration(stack)
        posts = posts_of(stack, PER_ROUND, first=1 + number * PER_ROUND)
        if refused(open_loop(stack.web.port, posts, per_second=PER_SECOND)):
            raise RuntimeError("The drafts of the benchmark were not accepted.")
    with running([sys.executable, "manage.py", "run_worker"], env=env, log=var / "worker.log") as worker:
        done = Stack("", var, env, worker, worker)
        wait_until_settled(done, seconds=300)
        cpu = worker.cpu_seconds()
        times = sorted(row[0] for row in rows(done, SENT_AT[name]))[-2 * PER_ROUND :]
    return (len(times) - 1) / (times[-1] - times[0]), cpu * 1000 / len(times)

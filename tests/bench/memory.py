"""Memory of web and worker over many submissions: it must not grow with them."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import Post, open_loop
from tests.bench.prepared import first_registration, posts_of, refused, unsettled, wait_until_settled
from tests.bench.tables import Table
from tests.postgres import private_cluster
from tests.processes import Server, running
from tests.stack import Stack, prepare, serving

COUNT = int(os.environ.get("BENCH_SUBMISSIONS", "10000"))
PER_SECOND = float(os.environ.get("BENCH_PER_SECOND", "12"))
WEB_WORKERS = 2
WORKERS = 2
SAMPLES = 40
MOST_WAITING = 400
MOST_GROWTH = 0.05


@dataclass(frozen=True, slots=True)
class Sample:
    """Proportional set sizes in MiB after a number of submissions."""

    done: int
    web: float
    worker: float


def run() -> Table:
    """Submit at a steady rate with the workers keeping up, and sample what the processes hold."""
    table = Table(
        f"Memory over {COUNT:,} submissions",
        f"Proportional set size in MiB on PostgreSQL: {WEB_WORKERS} gunicorn workers with their master, and "
        f"{WORKERS} routing workers that draw, encrypt and deliver everything meanwhile. The first quarter is "
        "warming up.",
    )
    with tempfile.TemporaryDirectory() as folder, private_cluster() as url:
        var = Path(folder)
        env = prepare(var, DATABASE_URL=url, LOG_LEVEL="WARNING")
        worker = [sys.executable, "manage.py", "run_worker"]
        with (
            serving(var, env, web_workers=WEB_WORKERS) as stack,
            running(worker, env=env, log=var / "worker-2.log") as second,
        ):
            assert stack.worker is not None
            first_registration(stack)
            wait_until_settled(stack, seconds=60)
            _report(table, _samples(stack, [stack.worker, second]))
    return table


def _samples(stack: Stack, workers: list[Server]) -> list[Sample]:
    posts = posts_of(stack, COUNT)
    samples = [_sample(0, stack, workers)]
    for done in range(0, COUNT, COUNT // SAMPLES):
        _submit(stack, posts[done : done + COUNT // SAMPLES])
        samples.append(_sample(min(COUNT, done + COUNT // SAMPLES), stack, workers))
    return samples


def _submit(stack: Stack, posts: list[Post]) -> None:
    if bad := refused(open_loop(stack.web.port, posts, per_second=PER_SECOND)):
        raise RuntimeError(f"{len(bad)} drafts of the benchmark were not accepted: {bad[0]}.")
    while unsettled(stack) > MOST_WAITING:
        time.sleep(0.5)


def _sample(done: int, stack: Stack, workers: list[Server]) -> Sample:
    return Sample(done, stack.web.memory_mib(), sum(worker.memory_mib() for worker in workers))


def _report(table: Table, samples: list[Sample]) -> None:
    for share in (0, 0.25, 0.5, 0.75, 1):
        sample = min(samples, key=lambda one: abs(one.done - share * COUNT))
        table.add(f"After {sample.done:,}", f"web {sample.web:.0f} MiB, workers {sample.worker:.0f} MiB")
    warm = [sample for sample in samples if sample.done >= COUNT / 4]
    for name in ("web", "worker"):
        values = [getattr(sample, name) for sample in warm]
        slope = statistics.linear_regression([sample.done / 1000 for sample in warm], values).slope
        grown = slope * (warm[-1].done - warm[0].done) / 1000 / values[0]
        figure = f"{slope:+.2f} MiB per 1,000 submissions ({grown:+.1%} in all)"
        target = f"at most {MOST_GROWTH:.0%} in all"
        table.add(f"Growth once warm, {name}", figure, target, met=grown <= MOST_GROWTH)

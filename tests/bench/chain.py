"""The audit chain: verifying a million events, in time and in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.tables import Table
from tests.processes import environment

COUNT = int(os.environ.get("BENCH_EVENTS", "1000000"))
# Of 200 MB that a million events would take in memory, this is what a chunk and the allocator may.
MOST_GROWTH = 24.0
TARGET = f"at most {MOST_GROWTH:.0f} MiB"


def run() -> Table:
    """Verify growing chains, each in a process of its own, so that each peak is of that chain alone."""
    table = Table(
        f"Audit chain of {COUNT:,} events",
        "Every link and every tenth event’s personal detail computed again, as `manage.py verify_audit` does, on "
        "SQLite. Growth is of the peak resident size over that of a chain a hundredth as long.",
    )
    with tempfile.TemporaryDirectory() as folder:
        env = environment(TEST_VAR_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings.test")
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=env, check=True)
        small = _verified(env, COUNT // 100)
        large = _verified(env, COUNT)
    table.add("Written, events per second", f"{large['written'] / large['writing']:,.0f}")
    table.add("Verified, seconds", f"{large['seconds']:.1f}")
    table.add("Verified, events per second", f"{COUNT / large['seconds']:,.0f}")
    growth = large["peak"] - small["peak"]
    table.add("Growth of the peak", f"{growth:+.1f} MiB", TARGET, met=growth <= MOST_GROWTH)
    return table


def _verified(env: dict[str, str], count: int) -> dict[str, float]:
    """Bring the chain to a length, verify it in a new process, and return what that took."""
    filled = _figures([sys.executable, "-m", "tests.bench.chain_events", str(count)], env)
    walked = _figures([sys.executable, "-m", "tests.bench.chain_walk"], env)
    if walked["events"] != count:
        raise RuntimeError(f"The chain does not hold: {walked['events']:.0f} of {count} events.")
    return {**filled, **walked}


def _figures(command: list[str], env: dict[str, str]) -> dict[str, float]:
    cwd = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, env=env, cwd=cwd, stdout=subprocess.PIPE, text=True, check=True)
    last = done.stdout.strip().splitlines()[-1]
    return {name: float(value) for name, _, value in (part.partition("=") for part in last.split())}

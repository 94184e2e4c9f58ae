"""`make bench`: measure speed and memory, and print the figures as tables.

python -m tests.bench [section…] [--write]

Every figure with a target is a ratio or a count within one run: nothing here fails on a slow machine.
`--write` puts the tables, what missed its target first, into docs/benchmarks.md. A full run takes half an
hour on two idle cores, most of it the memory section. For a short look set BENCH_WEB_ROUNDS, BENCH_PAGE_SECONDS,
BENCH_READER_ROUNDS, BENCH_LIGHTHOUSE_ROUNDS, BENCH_DESK_ROWS, BENCH_DELIVERIES, BENCH_BURST_SECONDS and BENCH_SUBMISSIONS.

Besides the product it needs wrk, Chromium and Node with npm (for Lighthouse, installed on its first run).
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import logging

import django

django.setup()
logging.disable(logging.INFO)

from tests.bench.tables import Table

SECTIONS = (
    "pdf", "seal", "steps", "forms", "form_editor", "register", "desk", "chain", "web", "pages", "readers", "weight",
    "lighthouse", "engine", "deliveries", "burst", "memory",
)  # fmt: skip
PAGE = ROOT / "docs" / "benchmarks.md"
WORDS = {1: "1 core", 2: "2 cores"}


def main() -> int:
    """Run the sections asked for, all of them by default; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="section", help=f"of {', '.join(SECTIONS)}")
    parser.add_argument("--write", action="store_true", help="Write docs/benchmarks.md.")
    asked = parser.parse_args()
    if unknown := set(asked.sections) - set(SECTIONS):
        parser.error(f"There is no section {', '.join(sorted(unknown))}.")
    now, load = datetime.now(UTC), os.getloadavg()[0]
    tables = []
    for name in asked.sections or SECTIONS:
        sys.stderr.write(f"==> {name}\n")
        table = import_module(f"tests.bench.{name}").run()
        tables.append(table)
        sys.stdout.write(table.text() + "\n")
        sys.stdout.flush()
        if asked.write:
            PAGE.write_text(page(tables, now=now, load=load))
    return 0


def page(tables: list[Table], *, now: datetime, load: float) -> str:
    """Return the page of a run: what missed its target, then every table.

    `load` is the machine's load average before the run: above half a core, others were at work on it.
    """
    cores = os.cpu_count() or 1
    machine = WORDS.get(cores, f"{cores} cores")
    python = ".".join(map(str, sys.version_info[:3]))
    missed = [
        f"- {table.title}: {row[0]} {row[1]}, target {row[2]}" for table in tables for row in table.missed
    ]
    head = [
        "# Benchmarks",
        "",
        f"Printed by `make bench` on {now.day} {now:%B %Y}: {machine}, CPython {python}, everything on one machine "
        "(load, mail server and database included). Ratios are within one run; read absolute figures as rough.",
        f"The load average before the run was {load:.1f}"
        + (": other work ran beside it, so times are too long." if load > 0.5 else "."),
        "",
        "## Targets that were missed",
        "",
        *(missed or ["None."]),
        "",
    ]
    return "\n".join(head) + "\n" + "\n".join(table.text() for table in tables)


if __name__ == "__main__":
    sys.exit(main())

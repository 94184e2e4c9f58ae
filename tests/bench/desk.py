"""The submissions desk: first and last page of the list at three sizes, and exports beside Wagtail's own."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.bench.database import open_database, own_database
from tests.bench.desk_rows import a_desk, fill
from tests.bench.tables import Table
from tests.processes import ROOT, environment
from tests.signing_in import SignedInClient

MOST = int(os.environ.get("BENCH_DESK_ROWS", "100000"))
SIZES = {f"{count:,}": count for count in (MOST // 100, MOST // 10, MOST)}
ROUNDS = 25
PAGES = {"First page": "", "Last page": "?last=1"}
# MiB that the allocator may take after the first 2,000 rows, of an export many times as long.
MOST_GROWTH = 8.0
Files = dict[str, str]
Case = tuple[str, str]


def run() -> Table:
    """Measure the list in process, then each export in a process of its own."""
    table = Table(
        f"The desk with {MOST:,} submissions",
        f"On SQLite. List: in process, medians of CPU time over {ROUNDS} interleaved rounds, 50 rows a page. Exports: "
        "40 questions each, answers sealed here and plain JSON at Wagtail; CPU time; the peak is of the resident size.",
    )
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        with own_database(var):
            get, files = _filled(var)
            _report_pages(table, *_measured(get, files))
            _exports(table, var, files)
    return table


def _filled(var: Path) -> tuple[Callable[[str], None], Files]:
    """Fill the database and keep a copy of it at each size; return what asks for a page, and the copies."""
    now = timezone.now()
    version, person = a_desk(now=now)
    client, files, before = SignedInClient(), {}, 0
    client.force_login(person)
    for size, count in SIZES.items():
        fill(version, person, count=count, first=before, now=now)
        files[size], before = str(var / f"{count}.sqlite3"), count
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [files[size]])

    def get(query: str) -> None:
        if client.get(reverse("submissions_admin:index") + query).status_code != 200:
            raise RuntimeError("The list does not answer.")

    return get, files


def _measured(get: Callable[[str], None], files: Files) -> tuple[dict[Case, float], dict[Case, int]]:
    """Return the median CPU time in ms and the number of queries of each page at each size."""
    taken: dict[Case, list[float]] = {(page, size): [] for page in PAGES for size in files}
    queries: dict[Case, int] = {}
    for _ in range(ROUNDS):
        for size, file in files.items():
            open_database(file)
            for page, query in PAGES.items():
                # The first one after a file is opened fills SQLite's cache.
                with CaptureQueriesContext(connection) as captured:
                    get(query)
                queries[page, size] = len(captured)
                start = time.process_time()
                get(query)
                taken[page, size].append((time.process_time() - start) * 1000)
    return {case: statistics.median(one) for case, one in taken.items()}, queries


def _report_pages(table: Table, times: dict[Case, float], queries: dict[Case, int]) -> None:
    small, *_, large = SIZES
    for page in PAGES:
        for size in SIZES:
            table.add(f"{page}, {size}", f"{queries[page, size]} queries, {times[page, size]:.1f} ms")
        ratio = times[page, large] / times[page, small]
        table.add(f"{page}: {large} to {small}", f"{ratio:.2f}", "at most 1.5", met=ratio <= 1.5)
    same = len(set(queries.values())) == 1
    table.add("Queries", "the same" if same else "not the same", "the same", met=same)


def _exports(table: Table, var: Path, files: Files) -> None:
    *_, large = SIZES
    theirs = _peer(var, "csv")
    table.add("Wagtail’s CSV", f"{theirs['cpu']:.1f} s, peak {theirs['peak']:.0f} MiB")
    for file_format, name in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON")):
        ours = _exported(var, files[large], file_format)
        rate, size = MOST / ours["cpu"], ours["bytes"] / 2**20
        figure = f"{ours['cpu']:.1f} s ({rate:,.0f} rows/s), {size:.0f} MiB, first byte after {ours['first'] * 1000:.0f} ms"
        table.add(name, figure)
        grown = ours["grown"]
        target = f"at most {MOST_GROWTH:.0f} MiB"
        table.add(
            f"{name}: peak over that of the first 2,000 rows",
            f"{grown:+.1f} MiB ({ours['peak']:.0f} MiB in all)",
            target,
            met=grown <= MOST_GROWTH,
        )
        if file_format == "csv":
            faster = theirs["cpu"] / ours["cpu"]
            table.add("CSV: times faster than Wagtail’s", f"{faster:.1f}", "at least 3", met=faster >= 3)


def _exported(var: Path, file: str, file_format: str) -> dict[str, float]:
    folder = var / "export"
    folder.mkdir(exist_ok=True)
    shutil.copy(file, folder / "db.sqlite3")
    for leftover in folder.glob("db.sqlite3-*"):
        leftover.unlink()
    env = environment(TEST_VAR_DIR=str(folder))
    return _figures([sys.executable, "-m", "tests.bench.desk_export", file_format], env)


def _peer(var: Path, file_format: str) -> dict[str, float]:
    folder = var / "peer"
    folder.mkdir()
    env = environment(PEER_VAR=str(folder))
    for arguments in (["build"], ["export", "fill", str(MOST)]):
        command = [sys.executable, "-m", f"tests.bench.peer.{arguments[0]}", *arguments[1:]]
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    return _figures([sys.executable, "-m", "tests.bench.peer.export", file_format], env)


def _figures(command: list[str], env: dict[str, str]) -> dict[str, float]:
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    last = done.stdout.strip().splitlines()[-1]
    return {name: float(value) for name, _, value in (part.partition("=") for part in last.split())}

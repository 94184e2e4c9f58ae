"""Our tagged PDF/A beside the same registration drawn by hand, untagged, and by WeasyPrint, tagged."""

from __future__ import annotations

import gc
import io
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf

from forms.documents.content import DocumentContent
from forms.documents.pdf import render
from tests.bench.engines import by_hand, by_weasyprint, register_fonts
from tests.bench.tables import Table
from tests.unit.documents.samples import content

ROUNDS = 24
WARM_UP = 3
OURS, HAND, WEASY = (
    "Ours: tagged, PDF/A-2b",
    "By hand on a raw canvas, untagged",
    "WeasyPrint, tagged (PDF/UA)",
)
ENGINES: dict[str, Callable[[DocumentContent], bytes]] = {
    HAND: by_hand,
    OURS: lambda one: render(one).data,
    WEASY: by_weasyprint,
}


def run() -> Table:
    """Draw each document with every engine in turn; every document says something else."""
    table = Table(
        "Drawing a registration as PDF",
        f"CPU of one document of 40 answers, the same embedded fonts; medians of {ROUNDS} interleaved rounds, "
        "warm.",
    )
    register_fonts()
    times: dict[str, list[float]] = {name: [] for name in ENGINES}
    drawn = {}
    for number, one in enumerate(_documents(ROUNDS + WARM_UP)):
        for name, draw in ENGINES.items():
            taken, drawn[name] = _timed(draw, one)
            if number >= WARM_UP:
                times[name].append(taken)
    for name, taken_ms in times.items():
        with pikepdf.open(io.BytesIO(drawn[name])) as pdf:
            pages = len(pdf.pages)
        table.add(
            name, f"{statistics.median(taken_ms):.1f} ms, {len(drawn[name]) / 1000:.0f} kB, {pages} pages"
        )
    to_hand = _ratio(times[OURS], times[HAND])
    to_weasy = _ratio(times[WEASY], times[OURS])
    table.add("Ours to the raw canvas", f"{to_hand:.2f}", "at most 4", met=to_hand <= 4)
    table.add("WeasyPrint to ours", f"{to_weasy:.1f}", "at least 4", met=to_weasy >= 4)
    return table


def _timed(draw: Callable[[DocumentContent], bytes], one: DocumentContent) -> tuple[float, bytes]:
    gc.collect()
    gc.disable()
    start = time.process_time()
    made = draw(one)
    taken = (time.process_time() - start) * 1000
    gc.enable()
    return taken, made


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def _documents(count: int) -> Iterator[DocumentContent]:
    usual = content()
    for number in range(count):
        sections = tuple(
            replace(section, rows=tuple(
                replace(row, lines=tuple(f"{line} {number}" for line in row.lines)) for row in section.rows))
            for section in usual.sections
        )  # fmt: skip
        yield replace(usual, reference=f"EC-{number:04d}", sections=sections)

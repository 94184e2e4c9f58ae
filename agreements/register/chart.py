"""Where the bars of the sign-up chart stand: plain geometry that a template writes as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from agreements.kinds import Kind
from agreements.register.sign_ups import Month

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 24, 34
GRID_LINES = 4
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind's part of a month's bar; `series` counts the kinds from one."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Column:
    """A month: its bars from below, its total and what is written under it."""

    middle: float
    top: float
    bars: tuple[Bar, ...]
    total: int
    label: str
    year: str


@dataclass(frozen=True, slots=True)
class GridLine:
    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the drawing shows, in its own units, and the sentence that says the same."""

    width: int
    height: int
    left: int
    right: int
    base: float
    columns: tuple[Column, ...]
    grid: tuple[GridLine, ...]
    description: str


def chart_of(months: Sequence[Month]) -> Chart:
    """Return the chart of some months; without a single agreement it is an empty grid."""
    most = _round_up(max((month.total for month in months), default=0))
    base = HEIGHT - BOTTOM
    slot = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    scale = (base - TOP) / most
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=base,
        columns=tuple(_column(month, index, slot, base, scale) for index, month in enumerate(months)),
        grid=tuple(
            GridLine(round(base - most * line / GRID_LINES * scale, 1), most * line // GRID_LINES)
            for line in range(GRID_LINES + 1)
        ),
        description=_described(months),
    )


def _column(month: Month, index: int, slot: float, base: float, scale: float) -> Column:
    bars, y = [], float(base)
    for series, count in enumerate(month.counts, start=1):
        height = count * scale
        y -= height
        if count:
            bars.append(
                Bar(
                    round(LEFT + index * slot + slot * 0.15, 1),
                    round(y, 1),
                    round(slot * 0.7, 1),
                    round(height, 1),
                    series,
                )
            )
    year = str(month.first.year) if index == 0 or month.first.month == 1 else ""
    middle = round(LEFT + (index + 0.5) * slot, 1)
    return Column(middle, round(y - 5, 1), tuple(bars), month.total, f"{month.first:%b}", year)


def _round_up(most: int) -> int:
    """Return a round number of at least `most` whose quarters are whole."""
    wanted, factor = max(ceil(most / GRID_LINES), 1), 1
    while True:
        for step in STEPS:
            if step * factor >= wanted:
                return step * factor * GRID_LINES
        factor *= 10


def _described(months: Sequence[Month]) -> str:
    if not months:
        return "No month is shown."
    total = sum(month.total for month in months)
    span = f"From {_named(months[0].first)} to {_named(months[-1].first)}"
    if not total:
        return f"{span} no agreement was completed."
    of_kinds = ", ".join(
        f"{sum(month.counts[index] for month in months)} of {kind.label}" for index, kind in enumerate(Kind)
    )
    best = max(months, key=lambda month: month.total)
    return (
        f"{span} {total} agreements were completed: {of_kinds}. Most in {_named(best.first)}: {best.total}. "
        "The table beside the chart has every figure."
    )


def _named(first: date) -> str:
    return f"{first:%B %Y}"

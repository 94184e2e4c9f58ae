"""Where the bars of a form's charts stand: plain geometry that a template writes as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from forms.desk.figures.counting import Figure

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 20, 30
GRID_LINES = 4
# Horizontal bars: the height of a line, the room for its name, the longest name that fits.
LINE, NAMES, NUMBERS, LONGEST = 26, 250, 90, 38
EVERY = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with where its name and its number stand; a hidden number has no bar."""

    x: float
    y: float
    width: float
    height: float
    label: str
    label_x: float
    label_y: float
    text: str
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class GridLine:
    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in its own units, and the sentence that says what it shows."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    grid: tuple[GridLine, ...]
    left: int
    description: str


def columns_of(figures: Sequence[Figure], *, what: str) -> Drawing:
    """Return upright bars side by side, every fourth of them named."""
    most = _round_up(max((figure.value or 0 for figure in figures), default=0))
    base, slot = HEIGHT - BOTTOM, (WIDTH - LEFT - RIGHT) / max(len(figures), 1)
    scale = (base - TOP) / most
    bars = []
    for index, figure in enumerate(figures):
        height = (figure.value or 0) * scale
        x = LEFT + index * slot
        bars.append(
            Bar(
                x=round(x + slot * 0.15, 1),
                y=round(base - height, 1),
                width=round(slot * 0.7, 1),
                height=round(height, 1),
                label=figure.label if (len(figures) - 1 - index) % EVERY == 0 else "",
                label_x=round(x + slot / 2, 1),
                label_y=base + 16,
                text=figure.text if figure.value else "",
                text_x=round(x + slot / 2, 1),
                text_y=round(base - height - 4, 1),
            )
        )
    step = most // GRID_LINES
    grid = tuple(
        GridLine(round(base - line * step * scale, 1), line * step) for line in range(GRID_LINES + 1)
    )
    return Drawing(WIDTH, HEIGHT, tuple(bars), grid, LEFT, _described(figures, what))


def lines_of(figures: Sequence[Figure], *, what: str) -> Drawing:
    """Return bars below each other, each with its name on the left and its number behind it."""
    most = max((figure.value or 0 for figure in figures), default=0) or 1
    scale = (WIDTH - NAMES - NUMBERS) / most
    bars = tuple(
        Bar(
            x=NAMES,
            y=index * LINE + 5,
            width=round((figure.value or 0) * scale, 1),
            height=LINE - 10,
            label=_cut(figure.label),
            label_x=NAMES - 8,
            label_y=index * LINE + 17,
            text=figure.text,
            text_x=round(NAMES + (figure.value or 0) * scale + 6, 1),
            text_y=index * LINE + 17,
        )
        for index, figure in enumerate(figures)
    )
    return Drawing(WIDTH, max(len(figures), 1) * LINE, bars, (), NAMES, _described(figures, what))


def _cut(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def _round_up(most: float) -> int:
    """Return a round number of at least `most` whose quarters are whole."""
    wanted, factor = max(ceil(most / GRID_LINES), 1), 1
    while True:
        for step in (1, 2, 5):
            if step * factor >= wanted:
                return step * factor * GRID_LINES
        factor *= 10


def _described(figures: Sequence[Figure], what: str) -> str:
    known = [figure for figure in figures if figure.value]
    if not known:
        return f"{what}: nothing to show yet."
    best = max(known, key=lambda figure: figure.value or 0)
    return f"{what}. Most: {best.label}, {best.text}. The table below has every figure."

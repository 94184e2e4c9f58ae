"""Place combining marks over and under letters for which no ready-made character exists, such as Ẹ́.

The fonts carry no layout tables, so a mark is centred on its letter and moved clear of it.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from forms.documents.pdf import fonts

ABOVE, BELOW = 230, 220  # canonical combining classes
CLEARANCE = 60  # thousandths of the type size


@dataclass(frozen=True, slots=True)
class _Box:
    """A glyph's outline and advance in thousandths of the type size."""

    left: int
    low: int
    right: int
    high: int
    advance: float


def has_marks(line: str) -> bool:
    """Say whether a line of NFC text holds combining marks."""
    return not line.isascii() and any(map(unicodedata.combining, line))


def place(line: str, font_name: str, size: float) -> Iterator[tuple[str, float, float]]:
    """Yield the pieces of a line with their offset in points from its start and its baseline."""
    pen, run, run_start = 0.0, "", 0.0
    high = low = 0.0
    base: _Box | None = None
    for character in line:
        kind = unicodedata.combining(character)
        box = _box(font_name, ord(character))
        if not kind or base is None:
            run += character
            pen += box.advance
            base, high, low = box, box.high, box.low
            continue
        if run:
            yield run, run_start * size / 1000, 0.0
        across = pen - base.advance + (base.left + base.right) / 2 - (box.left + box.right) / 2
        up = 0.0
        if kind == ABOVE:
            up = max(0.0, high + CLEARANCE - box.low)
            high = box.high + up
        elif kind == BELOW:
            up = min(0.0, low - CLEARANCE - box.high)
            low = box.low + up
        yield character, across * size / 1000, up * size / 1000
        run, run_start = "", pen
    if run:
        yield run, run_start * size / 1000, 0.0


@lru_cache(maxsize=2048)
def _box(font_name: str, code: int) -> _Box:
    face = fonts.font(font_name).face
    glyph = face.charToGlyph.get(code, 0)
    start, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
    advance = face.getCharWidth(code)
    if start == end:
        return _Box(0, 0, int(advance), 0, advance)
    position = face.get_table_pos("glyf")[0] + start
    left, low, right, high = struct.unpack(">4h", face._ttf_data[position + 2 : position + 10])
    return _Box(left, low, right, high, advance)

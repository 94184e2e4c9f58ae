"""A drawn signature: lines of points in a box of 600 by 200, as the browser sends it. Never required."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

Strokes = tuple[tuple[tuple[int, int], ...], ...]

WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS, LONGEST = 60, 4_000, 60_000


class MarkUnreadable(ValueError):
    """What was sent is no drawing of ours."""


def strokes_from(text: str) -> Strokes:
    """Read a drawing: JSON lists of [x, y] pairs inside the box; empty for none. Raise MarkUnreadable."""
    if not text.strip():
        return ()
    if len(text) > LONGEST:
        raise MarkUnreadable("The drawing is too large. Clear it and draw it again, or leave it out.")
    try:
        drawn = json.loads(text)
        strokes = tuple(tuple(_point(pair) for pair in stroke) for stroke in drawn)
    except (TypeError, ValueError, RecursionError) as error:
        raise MarkUnreadable("The drawing could not be read. Clear it and draw it again.") from error
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise MarkUnreadable("The drawing is too large. Clear it and draw it again, or leave it out.")
    return tuple(stroke for stroke in strokes if stroke)


def mark_in_words(strokes: Sequence[object]) -> str:
    """Say how a mark was made."""
    return "typed and drawn" if strokes else "typed"


def digest_of_mark(strokes: Sequence[Sequence[Sequence[int]]]) -> str:
    """Return the SHA-256 of a drawing's canonical JSON, as text; empty where nothing was drawn."""
    if not strokes:
        return ""
    return hashlib.sha256(json.dumps(strokes, separators=(",", ":")).encode()).hexdigest()


def _point(pair: object) -> tuple[int, int]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise ValueError("A point has two coordinates.")
    x, y = pair
    if not all(type(one) is int for one in pair) or not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise ValueError("A point lies inside the box.")
    return x, y

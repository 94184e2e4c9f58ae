"""Take rendered HTML apart into tags and text, and put it together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PIECE = re.compile(r"<!--.*?-->|<[^<>]*>|[^<]+|<", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# What no link may stand in, and what no browser shows as text.
CLOSED = frozenset({"a", "button", "summary", "label", "select", "textarea", "title"})
SILENT = frozenset({"script", "style", "textarea", "title", "svg", "template"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, or a text between tags. `closed`: it stands in a link or a control. `silent`: nobody reads it."""

    html: str
    is_text: bool
    closed: bool
    silent: bool


def pieces_of(html: str) -> Iterator[Piece]:
    """Yield the pieces of `html`; joined, they are `html` again, however broken it is."""
    closed = silent = 0
    for found in PIECE.finditer(html):
        piece = found.group()
        tag = TAG.match(piece)
        is_text = not (piece.startswith("<") and len(piece) > 1)
        if tag is not None and not piece.endswith("/>"):
            name, by = tag.group(2).lower(), -1 if tag.group(1) else 1
            closed = max(0, closed + by * (name in CLOSED))
            silent = max(0, silent + by * (name in SILENT))
        yield Piece(piece, is_text, closed > 0, silent > 0)

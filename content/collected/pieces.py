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
VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# What changes by itself, such as a listing, is no part of the page's own text (see the certificates).
VOLATILE = "data-volatile="


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, or a text between tags.

    `closed`: it stands in a link or a control. `silent`: it is no text of the page's own.
    """

    html: str
    is_text: bool
    closed: bool
    silent: bool


def pieces_of(html: str) -> Iterator[Piece]:
    """Yield the pieces of `html`; joined, they are `html` again, however broken it is."""
    closed = silent = 0
    volatile = _Volatile()
    for found in PIECE.finditer(html):
        piece = found.group()
        tag = TAG.match(piece)
        is_text = not (piece.startswith("<") and len(piece) > 1)
        if tag is not None and not piece.endswith("/>"):
            name, by = tag.group(2).lower(), -1 if tag.group(1) else 1
            closed = max(0, closed + by * (name in CLOSED))
            silent = max(0, silent + by * (name in SILENT))
            volatile.see(name, by, piece)
        yield Piece(piece, is_text, closed > 0, silent > 0 or volatile.inside)


@dataclass(slots=True)
class _Volatile:
    """Whether a walk through the tags is inside an element that changes by itself."""

    tag: str = ""
    depth: int = 0

    @property
    def inside(self) -> bool:
        return self.depth > 0

    def see(self, name: str, by: int, piece: str) -> None:
        if self.inside:
            self.depth += by * (name == self.tag)
        elif by == 1 and VOLATILE in piece and name not in VOID:
            self.tag, self.depth = name, 1

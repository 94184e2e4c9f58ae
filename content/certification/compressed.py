"""Keep a long text compressed in a binary column."""

from __future__ import annotations

import zlib
from typing import Any


class CompressedText:
    """An attribute that reads and writes a text as the zlib-compressed bytes of another column."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        held = getattr(row, self.column)
        return zlib.decompress(bytes(held)).decode() if held else ""

    def __set__(self, row: Any, text: str) -> None:
        setattr(row, self.column, zlib.compress(text.encode(), 9))

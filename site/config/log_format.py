"""Log exceptions without what they say: a message may quote an answer, its type and place do not."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any


class WithoutExceptionMessages(logging.Formatter):
    """Write of an exception, and of those that led to it, the type and each frame's file, line and function."""

    def format(self, record: logging.LogRecord) -> str:
        # Whichever handler formats first leaves its text on the record: neither take nor leave any.
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "\n".join(_lines(ei[1])) if ei[1] is not None else ""


def _lines(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind: Any = type(current)
        lines.append(f"{'raised from ' if len(seen) > 1 else ''}{kind.__module__}.{kind.__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__, limit=None)
        ]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return lines

"""One part of a file for a download that goes on where it broke off (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, Any

from django.http import HttpRequest

# One range. Several at once are allowed to be answered with the whole file.
_ONE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from `first` to `last`, both included, of `size`."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        """Return how many bytes these are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


class NotSatisfiable(Exception):
    """A part was asked for that lies behind the end of the file."""


def part_asked_for(request: HttpRequest, *, etag: str, size: int) -> Part | None:
    """Return the part of a file of `size` bytes that a request asks for; None for the whole of it.

    What is no single range, or is of another version of the file (If-Range), is answered with the whole.
    Raise NotSatisfiable.
    """
    found = _ONE.fullmatch(request.headers.get("Range", ""))
    # A strong comparison: a weak tag, or a date, vouches for no byte.
    if request.method != "GET" or found is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        return _checked(max(size - int(last), 0), size - 1, size) if int(last) else _nothing()
    end = int(last) if last else size - 1
    return _checked(int(first), end, size) if not last or end >= int(first) else None


def _checked(first: int, last: int, size: int) -> Part:
    return Part(first, min(last, size - 1), size) if first < size else _nothing()


def _nothing() -> Part:
    raise NotSatisfiable


class Window:
    """A file of which only one part is read. It has no descriptor that a server could send past the end of."""

    def __init__(self, file: IO[bytes] | Any, part: Part) -> None:
        self._file, self._left = file, part.length
        file.seek(part.first)

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b"" at the end of the part."""
        wanted = self._left if size < 0 else min(size, self._left)
        found: bytes = self._file.read(wanted)
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()

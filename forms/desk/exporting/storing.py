"""An export's file in parts, each sealed and bound to its place: none ever lies in the storage in plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forms.desk.models import Export
from forms.documents.storage import discard, load_sealed, store_sealed

PART_BYTES = 4 * 2**20


def store_parts(export: Export, pieces: Iterable[bytes]) -> tuple[int, int]:
    """Store a file as it comes; return of how many parts and bytes it is. Raise NotStored."""
    waiting: list[bytes] = []
    held = parts = size = 0
    for piece in pieces:
        waiting.append(piece)
        held += len(piece)
        if held >= PART_BYTES:
            _store(export, parts, b"".join(waiting))
            waiting, size, held, parts = [], size + held, 0, parts + 1
    if held or not parts:
        _store(export, parts, b"".join(waiting))
        size, parts = size + held, parts + 1
    return parts, size


def parts_of(export: Export) -> Iterator[bytes]:
    """Yield the file, part by part; raise NotStored or SealBroken."""
    for number in range(export.parts):
        yield load_sealed(name=_name(export, number), context=_context(export, number))


def discard_parts(export: Export) -> None:
    """Remove the file."""
    for number in range(export.parts):
        discard(name=_name(export, number))


def _store(export: Export, number: int, data: bytes) -> None:
    store_sealed(name=_name(export, number), data=data, context=_context(export, number))


def _name(export: Export, number: int) -> str:
    return f"exports/{export.pk}/{number:05}"


def _context(export: Export, number: int) -> str:
    return f"form_desk.export:{export.pk}:{number}"

"""Write a finished document's objects as a file, small objects packed together (ISO 32000-1, 7.5.7 and 7.5.8).

ReportLab's own writer puts each of the structure's hundreds of objects into the file by itself.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase import pdfdoc

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FREE, PLAIN, PACKED = 0, 1, 2


class Raw(pdfdoc.PDFObject):
    """An indirect object that is written as it stands."""

    __RefOnly__ = 1

    def __init__(self, body: bytes = b"") -> None:
        self.body = body

    def format(self, document: Any) -> bytes:
        return self.body


def number_of(document: Any, thing: Any) -> int:
    """Make `thing` an indirect object of the document if it is not one yet; return its number."""
    number: int = document.idToObjectNumberAndVersion[document.Reference(thing).name][0]
    return number


def stream(entries: str, content: bytes) -> Raw:
    """Return a stream object whose `content` is compressed already as `entries` say."""
    return Raw(b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries.encode(), len(content), content))


def write(canvas: Any) -> bytes:
    """Return the file of a canvas whose pages are drawn. Its identifier follows from its bytes."""
    document = canvas._doc
    for font in document.delayedFonts:
        font.addObjects(document)
    root, info = number_of(document, document.Catalog), number_of(document, document.info)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    parts, offset = [HEADER], len(HEADER)
    places: dict[int, tuple[int, int, int]] = {0: (FREE, 0, 65535)}
    packed: list[tuple[int, bytes]] = []
    for number, body in _bodies(document):
        if body.rstrip().endswith(b"endstream"):
            places[number] = (PLAIN, offset, 0)
            offset = _append(parts, offset, number, body)
        else:
            packed.append((number, body))
    container = len(document.numberToId) + 1
    places.update({number: (PACKED, container, index) for index, (number, _) in enumerate(packed)})
    places[container] = (PLAIN, offset, 0)
    offset = _append(parts, offset, container, _pack(packed).body)
    places[container + 1] = (PLAIN, offset, 0)
    identifier = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
    trailer = f"/Root {root} 0 R/Info {info} 0 R/ID[<{identifier}><{identifier}>]"
    _append(parts, offset, container + 1, _cross_references(places, trailer).body)
    return b"".join([*parts, b"startxref\n%d\n%%%%EOF\n" % offset])


def _bodies(document: Any) -> Iterator[tuple[int, bytes]]:
    number = 1
    while number in document.numberToId:  # formatting an object may add others
        thing = document.idToObject[document.numberToId[number]]
        yield number, pdfdoc.format(thing, document, toplevel=1)
        number += 1


def _cross_references(places: dict[int, tuple[int, int, int]], trailer: str) -> Raw:
    table = b"".join(
        bytes((kind,)) + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for _, (kind, place, index) in sorted(places.items())
    )
    entries = f"/Type/XRef/Size {len(places)}/W[1 4 2]{trailer}/Filter/FlateDecode"
    return stream(entries, zlib.compress(table))


def _append(parts: list[bytes], offset: int, number: int, body: bytes) -> int:
    part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    parts.append(part)
    return offset + len(part)


def _pack(objects: list[tuple[int, bytes]]) -> Raw:
    index, position = [], 0
    for number, body in objects:
        index.append(b"%d %d" % (number, position))
        position += len(body) + 1
    first = b" ".join(index) + b"\n"
    content = zlib.compress(first + b"\n".join(body for _, body in objects))
    return stream(f"/Type/ObjStm/N {len(objects)}/First {len(first)}/Filter/FlateDecode", content)

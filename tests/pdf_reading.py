"""Read a PDF as a screen reader does: its structure in order, and what is painted outside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

PAINTING = frozenset(["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "EI"])


@dataclass
class Node:
    """A structure element: its tag, what it says itself, and its children in reading order."""

    tag: str
    text: str = ""
    alt: str = ""
    actual_text: str = ""
    scope: str = ""
    pieces: list[tuple[int, int]] = field(default_factory=list)  # (page index, marked-content id)
    children: list[Node] = field(default_factory=list)

    def find(self, tag: str) -> list[Node]:
        """Return this and all nodes below with a tag, in reading order."""
        own = [self] if self.tag == tag else []
        return own + [node for child in self.children for node in child.find(tag)]

    def all_text(self) -> str:
        """Return the text of this node and those below, in reading order."""
        return " ".join(filter(None, (self.text, *(child.all_text() for child in self.children))))


@dataclass(frozen=True)
class _Shown:
    """One painting operation: its text if any, and the marked content around it."""

    operator: str
    text: str
    mcid: int | None
    artifact: bool


def opened(data: bytes, passphrase: str = "") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data), password=passphrase)


def page_texts(data: bytes, passphrase: str = "") -> list[str]:
    with opened(data, passphrase) as pdf:
        return ["".join(shown.text for shown in shown_on(page)) for page in pdf.pages]


def reading_order(data: bytes, passphrase: str = "") -> Node:
    """Return the structure tree with the text of each marked piece at its element."""
    with opened(data, passphrase) as pdf:
        index = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        pieces: dict[tuple[int, int], str] = {}
        for number, page in enumerate(pdf.pages):
            for shown in shown_on(page):
                if shown.mcid is not None:
                    key = (number, shown.mcid)
                    pieces[key] = pieces.get(key, "") + shown.text
        return _node(pdf.Root.StructTreeRoot.K, index, pieces)


def loose_content(data: bytes, passphrase: str = "") -> list[str]:
    """Return what is painted outside both the structure and artifacts, or is owned by no element."""
    owned = {piece for node in _every(reading_order(data, passphrase)) for piece in node.pieces}
    loose = []
    with opened(data, passphrase) as pdf:
        for number, page in enumerate(pdf.pages):
            for shown in shown_on(page):
                tagged = shown.mcid is not None and (number, shown.mcid) in owned
                if not tagged and not shown.artifact:
                    loose.append(f"page {number + 1}: {shown.operator} {shown.text}")
    return loose


def _every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _every(child)


def _node(element: Any, index: dict[Any, int], pieces: dict[tuple[int, int], str]) -> Node:
    attributes = element.get("/A", {})
    node = Node(
        tag=str(element.S)[1:],
        alt=str(element.get("/Alt", "")),
        actual_text=str(element.get("/ActualText", "")),
        scope=str(attributes.get("/Scope", ""))[1:],
    )
    kids = element.get("/K", [])
    home = index[element.Pg.objgen] if "/Pg" in element else 0
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            node.pieces.append((home, kid))
        elif kid.get("/Type") == "/MCR":
            node.pieces.append((index[kid.Pg.objgen], int(kid.MCID)))
        else:
            node.children.append(_node(kid, index, pieces))
    node.text = "".join(pieces.get(piece, "") for piece in node.pieces).strip()
    return node


def shown_on(page: Any) -> Iterator[_Shown]:
    decoders: dict[str, dict[int, str]] = {}
    fonts = page.resources.get("/Font", {})
    marks: list[tuple[int | None, bool]] = []
    decode: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else {}
            mcid = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
            marks.append((None if mcid is None else int(mcid), operands[0] == "/Artifact"))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = str(operands[0])
            if font not in decoders:
                decoders[font] = _to_unicode(fonts[font])
            decode = decoders[font]
        if name in PAINTING:
            text = "".join(decode.get(code, chr(code)) for part in _strings_of(operands) for code in part)
            inside = next((mcid for mcid, _ in reversed(marks) if mcid is not None), None)
            yield _Shown(name, text, inside, any(artifact for _, artifact in marks))


def _strings_of(operands: Iterable[Any]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            yield from _strings_of(operand)


def _to_unicode(font: Any) -> dict[int, str]:
    table = stream_of(font.get("/ToUnicode")).decode("ascii", "replace")
    pairs = re.findall(r"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,})>", table)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be", "replace") for code, text in pairs}


def stream_of(thing: Any) -> bytes:
    if not isinstance(thing, pikepdf.Stream):
        return b""
    try:
        return thing.read_bytes()
    except pikepdf.PdfError:
        return thing.read_raw_bytes()

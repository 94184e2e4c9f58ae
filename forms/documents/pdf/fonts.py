"""The two embedded fonts, parsed once per process, their common subset made once."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import (
    FF_NONSYMBOLIC,
    FF_SYMBOLIC,
    SUBSETN,
    TTFont,
    makeToUnicodeCMap,
)

from forms.documents.fonts import FOLDER
from forms.documents.pdf.writing import Raw, number_of, stream

REGULAR, BOLD = "NotoSans", "NotoSans-Bold"
FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}

# Code 0 is .notdef; ASCII keeps its own codes; the rest of the first 256 codes is punctuation in common
# use. Every document shares this subset, so its font program is cut and compressed once per process.
_PUNCTUATION = "£€©®°±·½×–—‘’“”•…™"  # noqa: RUF001  meant as they are
_COMMON = [0] * 32 + list(range(32, 127)) + [ord(character) for character in _PUNCTUATION]


class _CommonState(TTFont.State):
    """Start a document's subsets with the common one; what it lacks goes to a second subset."""

    def __init__(self) -> None:
        self.assignments = {0: 0} | {code: index for index, code in enumerate(_COMMON) if code}
        self.subsets = [list(_COMMON)]
        self.nextCode = 256
        self.internalName = None
        self.frozen = 0


# ReportLab cuts a subset with one read position per font file.
_cutting = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Program:
    """What a font object of one subset consists of, ready to be written."""

    widths: str
    length: int
    outlines: bytes
    to_unicode: bytes


class EmbeddedFont(TTFont):
    """A TrueType font that is embedded as a subset and shared by all documents of a process."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(FOLDER / FILES[name]), shapable=False)
        self.state: WeakKeyDictionary[Any, _CommonState] = WeakKeyDictionary()
        self.characters = frozenset(self.face.charToGlyph)
        self._common: _Program | None = None

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        if doc not in self.state:
            self.state[doc] = _CommonState()
        if text.isascii():
            return [(0, text.encode("ascii"))]
        parts: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return parts

    def addObjects(self, doc: Any) -> None:
        state = self.state.pop(doc)
        resources = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(state.subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            program = self._program(subset)
            to_unicode = number_of(doc, stream("/Filter/FlateDecode", program.to_unicode))
            descriptor = number_of(doc, Raw(self._descriptor(doc, name, program).encode()))
            resources[f"{state.internalName}+{number}"] = Raw(
                (
                    f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar 0/LastChar {len(subset) - 1}"
                    f"/Widths[{program.widths}]/ToUnicode {to_unicode} 0 R/FontDescriptor {descriptor} 0 R>>"
                ).encode()
            )

    def _descriptor(self, doc: Any, name: str, program: _Program) -> str:
        face = self.face
        outlines = stream(f"/Length1 {program.length}/Filter/FlateDecode", program.outlines)
        flags = (face.flags & ~FF_NONSYMBOLIC) | FF_SYMBOLIC
        return (
            f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{_numbers(face.bbox)}]"
            f"/ItalicAngle {face.italicAngle:g}/Ascent {face.ascent:g}/Descent {face.descent:g}"
            f"/CapHeight {face.capHeight:g}/StemV {face.stemV:g}/MissingWidth {face.defaultWidth:g}"
            f"/FontFile2 {number_of(doc, outlines)} 0 R>>"
        )

    def _program(self, subset: list[int]) -> _Program:
        if subset != _COMMON:
            return self._cut(subset)
        if self._common is None:
            self._common = self._cut(subset)
        return self._common

    def _cut(self, subset: list[int]) -> _Program:
        with _cutting:
            outlines = self.face.makeSubset(subset)
        return _Program(
            widths=_numbers(map(self.face.getCharWidth, subset)),
            length=len(outlines),
            outlines=zlib.compress(outlines),
            to_unicode=zlib.compress(makeToUnicodeCMap(self.face.name.decode(), subset).encode()),
        )


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{value:g}" for value in values)


@lru_cache(maxsize=2)
def font(name: str) -> EmbeddedFont:
    """Return the font called `name`, registered with ReportLab."""
    embedded = EmbeddedFont(name)
    pdfmetrics.registerFont(embedded)
    return embedded


def width(text: str, name: str, size: float) -> float:
    """Return the width of a text in points."""
    measured: float = font(name).stringWidth(text, size)
    return measured


def draws(code: int) -> bool:
    """Say whether both weights have a glyph for a code point."""
    return code in font(REGULAR).characters and code in font(BOLD).characters

"""The two embedded fonts, parsed once per process, their common subset made once."""

from __future__ import annotations

import threading
import zlib
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, TTFont, TTFontFace

from forms.documents.fonts import FOLDER

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


class _Face(TTFontFace):
    """Return font programs compressed, and remember that of the common subset."""

    common: tuple[int, bytes] | None = None

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:
        length, program = self._program(subset)
        stream = pdfdoc.PDFStream(
            dictionary=pdfdoc.PDFDictionary({"Length1": length, "Filter": "/FlateDecode"}), content=program
        )
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": self.ascent,
                "CapHeight": self.capHeight,
                "Descent": self.descent,
                "Flags": (self.flags & ~FF_NONSYMBOLIC) | FF_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(self.bbox),
                "FontName": pdfdoc.PDFName(fontname),
                "ItalicAngle": self.italicAngle,
                "StemV": self.stemV,
                "FontFile2": doc.Reference(stream, f"fontFile:{fontname}"),
                "MissingWidth": self.defaultWidth,
            }
        )
        return doc.Reference(descriptor, f"fontDescriptor:{fontname}")

    def _program(self, subset: list[int]) -> tuple[int, bytes]:
        if subset != _COMMON:
            return self._cut(subset)
        if self.common is None:
            self.common = self._cut(subset)
        return self.common

    def _cut(self, subset: list[int]) -> tuple[int, bytes]:
        with _cutting:
            program = self.makeSubset(subset)
        return len(program), zlib.compress(program)


class EmbeddedFont(TTFont):
    """A TrueType font that is embedded as a subset and shared by all documents of a process."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(FOLDER / FILES[name]), shapable=False)
        self.face.__class__ = _Face
        self.state: WeakKeyDictionary[Any, _CommonState] = WeakKeyDictionary()
        self.characters = frozenset(self.face.charToGlyph)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        if doc not in self.state:
            self.state[doc] = _CommonState()
        if text.isascii():
            return [(0, text.encode("ascii"))]
        parts: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return parts


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

"""Prepare text for drawing: what the fonts lack is shown as [U+4E2D], and lines are broken to a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from forms.documents.pdf.fonts import draws, width

_NEWLINES = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t]+")
# Soft hyphens and joiners take no space and change nothing in Latin script: the fonts draw them as they are.
_HARMLESS_FORMAT = frozenset((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


def printable(text: str, missing: dict[str, None]) -> tuple[str, ...]:
    """Return the lines of a text as they can be drawn, noting in `missing` what was replaced.

    Text is brought to NFC first, so that a letter typed as base and accent finds its own glyph.
    """
    if text.isascii() and text.isprintable():
        return (text,)
    composed = unicodedata.normalize("NFC", text)
    return tuple(_drawable(line, missing) for line in _NEWLINES.split(composed))


def can_print(text: str) -> bool:
    """Say whether a document can show every character of a text as it is."""
    missing: dict[str, None] = {}
    printable(text, missing)
    return not missing


def _drawable(line: str, missing: dict[str, None]) -> str:
    shown: list[str] = []
    lacking: list[str] = []
    for character in line:
        if _can_draw(character):
            if lacking:
                shown.append(f"[{' '.join(lacking)}]")
                lacking.clear()
            shown.append(character)
        elif character == "\t" or unicodedata.category(character) == "Zs":
            shown.append(" ")
        else:
            name = f"U+{ord(character):04X}"
            missing[name] = None
            lacking.append(name)
    if lacking:
        shown.append(f"[{' '.join(lacking)}]")
    return "".join(shown)


def _can_draw(character: str) -> bool:
    code = ord(character)
    if not draws(code):
        return False
    # Direction marks and overrides would reorder what a reader copies: they are shown instead.
    return unicodedata.category(character) not in ("Cc", "Cf") or code in _HARMLESS_FORMAT


def break_lines(lines: Iterable[str], font_name: str, size: float, available: float) -> list[str]:
    """Break lines at spaces to fit `available` points; a word that is wider alone is broken inside.

    A line ends in a space where the next word begins, so that extracted and spoken text keeps words apart.
    """

    def measure(text: str) -> float:
        return width(text, font_name, size)

    broken: list[str] = []
    space = measure(" ")
    for line in lines:
        if measure(line) <= available:
            broken.append(_SPACES.sub(" ", line).strip(" ") + " ")
        else:
            broken.extend(_fill(line, measure, space, available))
    return broken


def _fill(line: str, measure: Callable[[str], float], space: float, available: float) -> Iterable[str]:
    current: list[str] = []
    used = 0.0
    for word in filter(None, _SPACES.split(line)):
        needed = measure(word)
        if current and used + space + needed <= available:
            current.append(word)
            used += space + needed
            continue
        if current:
            yield " ".join(current) + " "
        *whole, rest = _pieces(word, measure, available) if needed > available else (word,)
        yield from whole
        current, used = [rest], measure(rest)
    if current:
        yield " ".join(current) + " "


def _pieces(word: str, measure: Callable[[str], float], available: float) -> list[str]:
    """Cut a word that is wider than the line, never between a letter and its combining marks."""
    pieces: list[str] = []
    start, used, cut = 0, 0.0, 0
    for index, character in enumerate(word):
        if index > start and not unicodedata.combining(character):
            cut = index
        used += measure(character)
        if used > available and cut > start:
            pieces.append(word[start:cut])
            start = cut
            used = measure(word[start : index + 1])
    pieces.append(word[start:])
    return pieces

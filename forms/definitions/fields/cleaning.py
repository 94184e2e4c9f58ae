"""Turn what was typed or pasted into text that prints the same everywhere."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_LINE_SPACE = re.compile("[\n\t\u00a0 ]+")
# They reorder or vanish on paper, so that what is read is not what was written.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
# Control characters, lone surrogates and non-characters, none of which XML (and so PDF metadata) can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Longest canonical decomposition of one character: more text than this cannot shrink to fit.
_MOST_CODE_POINTS_PER_CHARACTER = 4
# The Stream-Safe Text Format of Unicode Annex 15. Sorting longer runs takes quadratic time.
_MOST_MARKS_IN_A_ROW = 30


class PartError(ValidationError):
    """A validation error that knows which input of a compound question it is about."""

    def __init__(self, message: str, part: str = "", code: str = "invalid") -> None:
        super().__init__(message, code=code)
        self.part = part


def clean_text(raw: Any, *, label: str, max_length: int, multiline: bool = False, part: str = "") -> str:
    """Return `raw` trimmed and in Unicode NFC, empty for None; raise PartError.

    Lengths are code points after normalisation. Line ends become line feeds, kept only in
    `multiline` text. Bidirectional overrides are dropped; combining characters stay.
    """
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise PartError(f"Enter one answer for “{label}”, as text", part)
    if len(raw) > max_length * _MOST_CODE_POINTS_PER_CHARACTER:
        raise PartError(_too_long(label, max_length), part, "max_length")
    text = _LINE_ENDS.sub("\n", raw)
    if _UNPRINTABLE.search(text) or _piles_up_marks(text):
        raise PartError(
            f"“{label}” contains characters that cannot be printed. Delete the answer and type it again", part
        )
    text = unicodedata.normalize("NFC", _REORDERING.sub("", text))
    if not multiline:
        text = _LINE_SPACE.sub(" ", text)
    text = text.strip()
    if len(text) > max_length:
        raise PartError(_too_long(label, max_length), part, "max_length")
    return text


def _piles_up_marks(text: str) -> bool:
    if text.isascii():
        return False
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS_IN_A_ROW:
            return True
    return False


def _too_long(label: str, max_length: int) -> str:
    return f"Shorten “{label}” to {max_length:,} characters or fewer"

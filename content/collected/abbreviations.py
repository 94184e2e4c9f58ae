"""Abbreviations: which entries of the glossary a text really uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from content.collected.pieces import pieces_of


def used_in(html: str, glossary: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the short forms that a reader meets in `html`, each with what it stands for, in order of name.

    Whole words in the same case count, and their plurals: "SLAs" uses "SLA".
    """
    if not glossary:
        return []
    text = " ".join(unescape(piece.html) for piece in pieces_of(html) if piece.is_text and not piece.silent)
    longest_first = sorted(glossary, key=len, reverse=True)
    words = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})s?(?!\w)")
    return sorted((short, glossary[short]) for short in set(words.findall(text)))

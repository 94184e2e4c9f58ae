"""Footnotes: editors write [^key] where a note belongs; the page numbers them in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from content.collected.pieces import pieces_of

BEGINS = "[^"
# A note stands right behind its word, so blanks before its mark go with the mark.
MARK = re.compile(r"\s{0,8}\[\^([A-Za-z0-9*†‡§_-]{1,30})\]")
ONE, NEXT = '<sup class="note-mark">', '<sup class="note-mark note-mark--next">'


@dataclass(slots=True)
class Note:
    """A note that the text refers to; `references` are the anchors of the places that do."""

    number: int
    key: str
    html: str
    references: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Return the anchor of the note itself."""
        return f"note-{self.number}"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text whose marks are numbers now, and its notes in order."""

    html: str
    notes: tuple[Note, ...]


def number_notes(html: str, texts: Mapping[str, str]) -> Numbered:
    """Replace every mark by a link to its note.

    A mark inside a link or a control follows behind it; a mark in an attribute, in a listing, or
    without a note, goes.
    """
    notes: dict[str, Note] = {}
    made: list[str] = []
    waiting: list[str] = []
    for piece in pieces_of(html):
        if BEGINS not in piece.html:
            made.append(piece.html)
        elif not piece.is_text or piece.silent:
            made.append(MARK.sub("", piece.html))
        elif piece.closed:
            waiting += [_reference(notes, key, texts) for key in MARK.findall(piece.html)]
            made.append(MARK.sub("", piece.html))
        else:
            made.append(MARK.sub(lambda mark: _reference(notes, mark.group(1), texts), piece.html))
        if waiting and not piece.closed:
            made += waiting
            waiting = []
    numbered = "".join([*made, *waiting]).replace(f"</sup>{ONE}", f"</sup>{NEXT}")
    return Numbered(numbered, tuple(notes.values()))


def without_marks(text: str) -> str:
    """Return a text as it reads where its notes do not follow: in lists, search and feeds."""
    return MARK.sub("", text)


def keys_in(text: str) -> set[str]:
    """Return the keys of all notes that a text refers to."""
    return set(MARK.findall(text))


def _reference(notes: dict[str, Note], key: str, texts: Mapping[str, str]) -> str:
    if key not in texts:
        return ""
    note = notes.setdefault(key, Note(number=len(notes) + 1, key=key, html=texts[key]))
    anchor = f"reference-{note.number}-{len(note.references) + 1}"
    note.references.append(anchor)
    return (
        f'{ONE}<a id="{anchor}" href="#{note.anchor}">'
        f'<span class="visually-hidden">Footnote </span>{note.number}</a></sup>'
    )

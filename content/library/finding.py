"""Find documents by the titles and summaries that were certified, and by the words inside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from content.library.listing import Listed, listed, readable_documents
from content.library.models import Document, VersionText
from content.library.readers import Reader

MOST_FOUND = 50
AROUND = 110
_WORD = re.compile(r"[^\W_]{2,}")
_SPACE = re.compile(r"\s+")
# Endings that the search index takes for the same word.
_STEM = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a snippet, and whether they were searched for."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A document, and the passage in which what was searched for stands; empty where only the title has it."""

    document: Listed
    snippet: tuple[Piece, ...]


def find_documents(
    query: str, *, programme_id: UUID, reader: Reader, on: date, limit: int = MOST_FOUND
) -> list[Found]:
    """Return the documents that a reader may have and that hold the words, best first; four queries."""
    if not _WORD.search(query):
        return []
    readable = {
        document.pk: document
        for document in readable_documents(programme_id=programme_id, reader=reader, on=on)
    }
    if not readable:
        return []
    hits = Document.objects.filter(pk__in=list(readable)).search(query[:200], operator="and")[:limit]
    documents = [readable[hit.pk] for hit in hits]
    texts = dict(
        VersionText.objects.filter(version__in=[one.current_id for one in documents]).values_list(
            "version", "text"
        )
    )
    words = _WORD.findall(query)
    return [Found(listed(one), snippet(texts.get(one.current_id, ""), words=words)) for one in documents]


def snippet(text: str, *, words: Sequence[str]) -> tuple[Piece, ...]:
    """Return the passage around the first of the words, in pieces; empty where none of them stands there."""
    wanted = _wanted(words)
    first = wanted.search(text) if wanted else None
    if wanted is None or first is None:
        return ()
    start, end = max(first.start() - AROUND, 0), min(first.end() + AROUND, len(text))
    # Never begin or end inside a word.
    while 0 < start < first.start() and not text[start - 1].isspace():
        start += 1
    while first.end() < end < len(text) and not text[end].isspace():
        end -= 1
    passage = _SPACE.sub(" ", text[start:end]).strip()
    pieces = [Piece("… ")] if start else []
    position = 0
    for match in wanted.finditer(passage):
        pieces += [Piece(passage[position : match.start()]), Piece(match.group(), found=True)]
        position = match.end()
    pieces.append(Piece(passage[position:] + (" …" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _wanted(words: Sequence[str]) -> re.Pattern[str] | None:
    stems = [re.escape(word[: max(_STEM, len(word) - 2)]) for word in words]
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE) if stems else None

"""Look into every place of a PDF where text can lie, and read its structure as a screen reader does.

surfaces(data)             name of the place -> the text found there
leaks(data, sentinels)     sentinel -> places where it was found (empty: nowhere)
reading_order(data)        the structure tree as nested Nodes with their text
loose_content(data)        what is painted outside structure and artifacts (must be empty)
page_texts(data)           drawn text per page, by the fonts' own ToUnicode tables
poppler_text(data)         what pdftotext reads, or None where poppler is not installed
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from tests.pdf_reading import Node, loose_content, opened, page_texts, reading_order, shown_on, stream_of
from tests.tools import missing_tool

__all__ = [
    "Node",
    "leaks",
    "loose_content",
    "opened",
    "page_texts",
    "poppler_text",
    "reading_order",
    "squeezed",
    "surfaces",
]

_SPACE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Return text without white space, composed and case-folded: how two texts are compared."""
    return _SPACE.sub("", unicodedata.normalize("NFC", text)).casefold()


def surfaces(data: bytes, passphrase: str = "") -> dict[str, str]:
    """Return the text of every place that can hold some, by the place's name."""
    with opened(data, passphrase) as pdf:
        found = {
            "drawn text": " ".join(shown.text for page in pdf.pages for shown in shown_on(page)),
            "structure": " ".join(_structure_strings(pdf)),
            "metadata": _bytes_as_text(stream_of(pdf.Root.get("/Metadata"))),
            "information": " ".join(str(value) for value in pdf.docinfo.values()),
            "outlines": " ".join(_outline_titles(pdf)),
            "attachments": " ".join(_attachments(pdf)),
            "annotations": " ".join(_annotations(pdf)),
            "strings": " ".join(_all_strings(pdf)),
            "streams": " ".join(_bytes_as_text(stream) for stream in _all_streams(pdf)),
        }
    read = poppler_text(data, passphrase)
    return found if read is None else {**found, "poppler": read}


def leaks(data: bytes, sentinels: Iterable[str], passphrase: str = "") -> dict[str, list[str]]:
    """Return where each sentinel was found; those found nowhere are left out."""
    places = {name: squeezed(text) for name, text in surfaces(data, passphrase).items()}
    places["file"] = squeezed(_bytes_as_text(data))
    found = {
        sentinel: [name for name, text in places.items() if squeezed(sentinel) in text]
        for sentinel in sentinels
    }
    return {sentinel: names for sentinel, names in found.items() if names}


def poppler_text(data: bytes, passphrase: str = "") -> str | None:
    if not shutil.which("pdftotext"):
        if os.environ.get("REQUIRE_TOOLS"):
            missing_tool("pdftotext", "poppler-utils")
        return None
    command = ["pdftotext", "-raw", "-upw", passphrase, "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def _structure_strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem":
            for key in ("/Alt", "/ActualText", "/T", "/E", "/ID", "/Lang"):
                if key in thing:
                    yield str(thing[key])


def _outline_titles(pdf: pikepdf.Pdf) -> Iterator[str]:
    def walk(items: Iterable[Any]) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from walk(item.children)

    with pdf.open_outline() as outline:
        yield from walk(outline.root)


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name, attached in pdf.attachments.items():
        yield name
        yield attached.description
        yield _bytes_as_text(attached.get_file().read_bytes())


def _annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            yield from _strings_in(annotation)


def _all_strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        yield from _strings_in(thing)


def _strings_in(thing: Any) -> Iterator[str]:
    """Yield the strings and names held directly in an object: every indirect one is visited by itself."""
    if isinstance(thing, pikepdf.String | pikepdf.Name):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _strings_in(item)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            yield key
            if not getattr(value, "is_indirect", False):
                yield from _strings_in(value)


def _all_streams(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            yield stream_of(thing)


def _bytes_as_text(data: bytes) -> str:
    """Return bytes read in each encoding in which a PDF may hold text."""
    return "\n".join(data.decode(encoding, "ignore") for encoding in ("utf-8", "latin-1", "utf-16-be"))

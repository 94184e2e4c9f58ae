"""The canonical form of a page: what stays of its HTML when everything that changes by itself is left out.

Elements with an attribute `data-volatile` go, whitespace is normalised, attributes are sorted, and the
digest in the name of a static file, which follows from its bytes, is cut out. A link that names its page in an
attribute `data-page` counts as a link to that page, at whatever address it stands. Everything else counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from lxml import html as parser
from lxml.html import HtmlElement

from content.certification.refusals import ChangesByItself

VOLATILE = "data-volatile"
PAGE = "data-page"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of Django's form field
# Spaces beside these show; beside any other element they do not.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "button",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "select",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "svg",
        "textarea",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
AS_IS = frozenset({"pre", "textarea", "script", "style"})
UNESCAPED = frozenset({"script", "style"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_FILE_DIGEST = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z0-9]+\Z)")
_BREAKS = re.compile(r"(?=<(?:/?)(?!(?:" + "|".join(sorted(INLINE)) + r")\b)[a-z])")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tag or a text of the document, in order."""

    text: str
    tag: str = ""
    as_is: bool = False


def canonical_form(html: str, *, static_url: str = "/static/") -> str:
    """Return the canonical form of an HTML document; raise ChangesByItself for a token outside volatile parts.

    Idempotent: the canonical form of a canonical form is itself.
    """
    document = parser.document_fromstring(html)
    for element in document.xpath(f"//*[@{VOLATILE}]"):
        if element.getparent() is not None:
            element.drop_tree()
    if document.xpath(f"//input[@name='{TOKEN}']"):
        raise ChangesByItself(
            "A form on this page carries a token that differs each time. "
            f"Its element needs the attribute {VOLATILE}."
        )
    pieces = list(_merged(_pieces(document, static_url)))
    return "".join(_spaced(pieces))


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a canonical form."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(hashes: Iterable[str]) -> str:
    """Return one SHA-256 for a set of renderings, in whatever order they come."""
    return sha256_of("\n".join(sorted(set(hashes))))


def lines_of(canonical: str) -> list[str]:
    """Break a canonical form into lines before each block, for people to compare."""
    return [line for line in (one.strip() for one in _BREAKS.split(canonical)) if line]


def _pieces(element: HtmlElement, static_url: str, *, as_is: bool = False) -> Iterator[_Piece]:
    tag = element.tag
    if not isinstance(tag, str):
        return
    as_is = as_is or tag in AS_IS
    yield _Piece(f"<{tag}{_attributes(element, static_url)}>", tag)
    if element.text:
        yield _text(element.text, as_is=as_is, escaped=tag not in UNESCAPED)
    for child in element:
        yield from _pieces(child, static_url, as_is=as_is)
        if child.tail:
            yield _text(child.tail, as_is=as_is, escaped=tag not in UNESCAPED)
    if tag not in VOID:
        yield _Piece(f"</{tag}>", tag)


def _attributes(element: HtmlElement, static_url: str) -> str:
    given = dict(element.attrib)
    if PAGE in given:
        given.pop("href", None)
    found = ((name, _stable(value, static_url)) for name, value in given.items())
    return "".join(f' {name}="{escape(value)}"' for name, value in sorted(found))


def _stable(value: str, static_url: str) -> str:
    trimmed = _SPACES.sub(" ", value).strip()
    return _FILE_DIGEST.sub("", trimmed) if trimmed.startswith(static_url) else trimmed


def _text(text: str, *, as_is: bool, escaped: bool) -> _Piece:
    kept = text if as_is else _SPACES.sub(" ", text)
    return _Piece(escape(kept, quote=False) if escaped else kept, as_is=as_is)


def _merged(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Join texts that follow each other, as where a comment stood between them."""
    waiting: _Piece | None = None
    for piece in pieces:
        if waiting is not None and not piece.tag and waiting.as_is == piece.as_is:
            joined = waiting.text + piece.text
            waiting = _Piece(joined if piece.as_is else _SPACES.sub(" ", joined), as_is=piece.as_is)
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if piece.tag:
            yield piece
        else:
            waiting = piece
    if waiting is not None:
        yield waiting


def _spaced(pieces: list[_Piece]) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        if piece.tag or piece.as_is:
            yield piece.text
            continue
        text = piece.text
        if place == 0 or _is_block(pieces[place - 1]):
            text = text.lstrip(" ")
        if place + 1 == len(pieces) or _is_block(pieces[place + 1]):
            text = text.rstrip(" ")
        yield text


def _is_block(piece: _Piece) -> bool:
    return bool(piece.tag) and piece.tag not in INLINE

"""Find external addresses in what editors wrote: rich text, JSON of blocks, plain text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag

LONGEST = 2000
_HREF = re.compile(r"""href\s*=\s*(?:"(https?://[^"]*)"|'(https?://[^']*)')""", re.IGNORECASE)
_IN_WORDS = re.compile(r"https?://[^\s<>\"'()\[\]{}]+", re.IGNORECASE)
_AFTER = ".,;:!?"


def addresses_in(value: Any) -> frozenset[str]:
    """Return the external addresses in a value of strings, lists and mappings, without their fragments."""
    found = (urldefrag(address).url for text in _strings(value) for address in _in_text(text))
    return frozenset(one for one in found if len(one) <= LONGEST)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        inner = _json(value)
        if inner is None:
            yield value
        else:
            yield from _strings(inner)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _json(text: str) -> Any:
    """Return what a string holds as JSON, where it is a list or an object: blocks are kept so."""
    if not text.startswith(("[", "{")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _in_text(text: str) -> Iterator[str]:
    if "<" in text:
        for match in _HREF.finditer(text):
            yield html.unescape(match[1] or match[2]).strip()
        return
    for match in _IN_WORDS.finditer(text):
        yield match[0].rstrip(_AFTER)

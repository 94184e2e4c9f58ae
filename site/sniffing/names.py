"""A name under which somebody else's file may be shown, printed and saved."""

from __future__ import annotations

import re
import unicodedata

from sniffing.kinds import Kind

LONGEST = 80
NAMELESS = "file"
_SPACE = re.compile(r"\s+")
# What file systems, headers and shells take for something else.
_RESERVED = re.compile(r'[<>:"|?*%;]')
_LAST_PART = re.compile(r"[/\\]")


def safe_name(name: str, kind: Kind) -> str:
    """Return a name that is no path, reorders or hides nothing, and ends as its kind does; `LONGEST` at most."""
    whole = _without_extension(_visible(name).rstrip(" ."), kind)
    stem = whole.strip(" .")[: LONGEST - len(kind.extension) - 1]
    return f"{stem.strip(' .') or NAMELESS}.{kind.extension}"


def shown_name(name: str) -> str:
    """Return the name of a file that is not taken, as it may be shown."""
    return _visible(name).strip()[:LONGEST] or NAMELESS


def _visible(name: str) -> str:
    last = _LAST_PART.split(name)[-1]
    # Controls, marks of direction, halves of pairs and private characters vanish or mislead.
    visible = "".join(one for one in _SPACE.sub(" ", last) if unicodedata.category(one)[0] != "C")
    return _SPACE.sub(" ", _RESERVED.sub("", unicodedata.normalize("NFC", visible)))


def _without_extension(text: str, kind: Kind) -> str:
    stem, dot, extension = text.rpartition(".")
    return stem if dot and extension.lower() in kind.extensions else text

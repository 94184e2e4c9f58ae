"""Patterns for answers, matched by RE2: in time linear in the answer, whatever the pattern and the answer are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

LONGEST_PATTERN = 300
# Bytes of a compiled pattern; RE2 refuses what would need more.
MOST_MEMORY = 1 << 20
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
TOO_LONG = f"Shorten the pattern to {LONGEST_PATTERN} characters or fewer."
LOOKS_AROUND = "Leave out what looks ahead or behind, such as (?=…): patterns here read each character once."
REFERS_BACK = "Leave out references back, such as \\1: patterns here read each character once."
NESTED = (
    "A repeat stands inside another repeat, as in (a+)+. Such a pattern can take very long on a wrong answer. "
    "Say how often at most, for example {1,10}, or take one of the two repeats away."
)
UNREADABLE = "This is not a pattern: {}."


@dataclass(frozen=True, slots=True)
class PatternText:
    """A named pattern as forms use it: what must match, and what is said when it does not."""

    pattern: str
    message: str


def problem_of(pattern: str) -> str:
    """Say in an editor's words why a pattern cannot be used; empty if it can."""
    if not pattern.strip():
        return "Write the pattern."
    if len(pattern) > LONGEST_PATTERN:
        return TOO_LONG
    bare = _without_escapes(pattern)
    if any(look in bare for look in _LOOKS):
        return LOOKS_AROUND
    if _refers_back(pattern) or "(?P=" in bare:
        return REFERS_BACK
    try:
        _compiled(pattern)
    except re2.error as error:
        return UNREADABLE.format(_reason(error))
    return NESTED if _nests_repeats(pattern) else ""


def matches(pattern: str, answer: str) -> bool:
    """Say whether the whole answer has the pattern; it was checked with `problem_of`."""
    return _compiled(pattern).fullmatch(answer) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    # The library would write the pattern to standard error by itself.
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    return re2.compile(pattern, options=options)


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return text.rstrip(".") or "it cannot be read"


def _without_escapes(pattern: str) -> str:
    """Return the pattern with one letter for each escaped character and each set, whose signs mean themselves."""
    return _ATOM.sub("x", pattern)


def _refers_back(pattern: str) -> bool:
    escaped = False
    for sign in pattern:
        if escaped and sign in "123456789":
            return True
        escaped = sign == "\\" and not escaped
    return False


def _nests_repeats(pattern: str) -> bool:
    """Say whether something unbounded is repeated without bound."""
    bare = _without_escapes(pattern)
    open_: list[bool] = []
    repeats = closed = False
    for position, sign in enumerate(bare):
        unbounded = sign in "*+" or (sign == "{" and _is_open_ended(bare[position:]))
        if unbounded and closed:
            return True
        if sign == "(":
            open_.append(repeats)
            repeats = False
        elif sign == ")":
            closed, repeats = repeats, repeats or (open_.pop() if open_ else False)
            continue
        elif unbounded:
            repeats = True
        closed = False
    return False


def _is_open_ended(braces: str) -> bool:
    inside, end, _ = braces[1:].partition("}")
    low, comma, high = inside.partition(",")
    return bool(end) and low.isdigit() and bool(comma) and not high

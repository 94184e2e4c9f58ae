"""Compare the words of two versions, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, INSERTED, DELETED, LEFT_OUT = "same", "inserted", "deleted", "left_out"
# Paragraphs around a change that are shown with it.
AROUND = 2
# Beyond this, comparing takes longer than somebody waits.
MOST_PARAGRAPHS = 4_000


@dataclass(frozen=True, slots=True)
class Passage:
    """Some paragraphs that both versions have or only one has; of those that are left out, how many."""

    change: str
    lines: tuple[str, ...]


def compare(before: str, after: str) -> list[Passage]:
    """Return what differs, with a little of what is around it; empty where the words are the same."""
    old, new = _paragraphs(before), _paragraphs(after)
    if old == new:
        return []
    found: list[Passage] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _shortened(old[a:b])
            continue
        if b > a:
            found.append(Passage(DELETED, tuple(old[a:b])))
        if d > c:
            found.append(Passage(INSERTED, tuple(new[c:d])))
    return found


def _paragraphs(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line][:MOST_PARAGRAPHS]


def _shortened(lines: list[str]) -> list[Passage]:
    hidden = len(lines) - 2 * AROUND
    if hidden <= 1:
        return [Passage(SAME, tuple(lines))]
    return [
        Passage(SAME, tuple(lines[:AROUND])),
        Passage(LEFT_OUT, (f"{hidden} paragraphs are the same.",)),
        Passage(SAME, tuple(lines[-AROUND:])),
    ]

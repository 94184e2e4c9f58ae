"""What differs between the last certificate and what is to be certified now, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from content.certification.canonical import lines_of
from content.certification.models import Certificate
from content.certification.rendering import Rendered

ADDED, REMOVED = "added", "removed"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that one of the two has alone."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """Return the difference in a word, so that colour is not all that tells it."""
        return "Added" if self.kind == ADDED else "Removed"


def differences(last: Certificate | None, now: Rendered) -> list[Line]:
    """Return the lines that differ from the last certificate's rendering for the same switches.

    All lines are new where there is no certificate or no such rendering.
    """
    before: list[str] = []
    if last is not None:
        kept = {tuple(sorted(one.switches.items())): one for one in last.renderings.all()}
        same = kept.get(now.switches) or next(iter(kept.values()), None)
        before = lines_of(same.canonical) if same is not None else []
    return list(_compared(before, lines_of(now.canonical)))


def _compared(before: list[str], after: list[str]) -> Iterator[Line]:
    for kind, start, stop, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        yield from (Line(REMOVED, text) for text in before[start:stop])
        yield from (Line(ADDED, text) for text in after[first:last])

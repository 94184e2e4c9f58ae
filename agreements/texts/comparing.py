"""Compare two versions of a text clause by clause, word by word. No Django here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from agreements.texts.spec import PARTICULARS, SectionSpec, TextSpec

SAME, INSERTED, DELETED = "same", "inserted", "deleted"
UNCHANGED, CHANGED, ADDED, REMOVED = "unchanged", "changed", "added", "removed"
_WORDS = re.compile(r"\s+|[^\s]+")
# Below this share of equal words two clauses are another clause, not a rewording of one.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, clause or definition of a text as it is compared; `number` is not part of the words."""

    text: str
    number: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions, or were inserted or deleted."""

    change: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """One passage of either version or both; its number is that of the newer version where it has one."""

    change: str
    number: str
    number_before: str
    heading: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that two versions say, in the order of the newer one."""

    passages: tuple[ComparedPassage, ...]

    @property
    def differing(self) -> tuple[ComparedPassage, ...]:
        """Return only what is not the same in both."""
        return tuple(passage for passage in self.passages if passage.change != UNCHANGED)

    def count(self, change: str) -> int:
        """Return how many passages were changed in this way."""
        return Counter(passage.change for passage in self.passages)[change]


def compare(before: TextSpec, after: TextSpec) -> Comparison:
    """Return what was added, removed and reworded from one version to the next; a new number is no change."""
    old, new = tuple(_passages(before)), tuple(_passages(after))
    matcher = SequenceMatcher(None, [_words(one) for one in old], [_words(one) for one in new], False)
    passages: list[ComparedPassage] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(old[old_from:old_to], new[new_from:new_to], strict=True)
            passages.extend(_unchanged(one, other) for one, other in pairs)
        else:
            passages.extend(_replaced(old[old_from:old_to], new[new_from:new_to]))
    return Comparison(tuple(passages))


def _passages(spec: TextSpec) -> Iterator[Passage]:
    yield Passage(spec.title, heading=True)
    yield Passage(f"Term: {spec.term_months} months" if spec.term_months else "Term: no fixed term")
    for section in spec.sections:
        yield Passage(section.title, section.number, heading=True)
        yield from _contents(section)


def _contents(section: SectionSpec) -> Iterator[Passage]:
    if section.kind == PARTICULARS:
        yield Passage("The answers to the particulars are printed here.")
    for definition in section.definitions:
        yield Passage(f"{definition.term}: {definition.meaning}")
    for clause in section.clauses:
        yield Passage(clause.text, clause.number)


def _words(passage: Passage) -> tuple[bool, str]:
    return passage.heading, passage.text


def _unchanged(old: Passage, new: Passage) -> ComparedPassage:
    return ComparedPassage(UNCHANGED, new.number, old.number, new.heading, (Piece(SAME, new.text),))


def _replaced(old: tuple[Passage, ...], new: tuple[Passage, ...]) -> Iterator[ComparedPassage]:
    """Pair passages that stand for each other, in order; the others were removed or added."""
    for one, other in zip_longest(old, new):
        if one is not None and other is not None and _alike(one, other):
            pieces = tuple(_pieces(one.text, other.text))
            yield ComparedPassage(CHANGED, other.number, one.number, other.heading, pieces)
            continue
        if one is not None:
            pieces = (Piece(DELETED, one.text),)
            yield ComparedPassage(REMOVED, one.number, one.number, one.heading, pieces)
        if other is not None:
            pieces = (Piece(INSERTED, other.text),)
            yield ComparedPassage(ADDED, other.number, "", other.heading, pieces)


def _alike(one: Passage, other: Passage) -> bool:
    matcher = SequenceMatcher(None, one.text.split(), other.text.split(), False)
    return one.heading == other.heading and matcher.ratio() >= _ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(after[new_from:new_to]))
            continue
        if old_from < old_to:
            yield Piece(DELETED, "".join(before[old_from:old_to]))
        if new_from < new_to:
            yield Piece(INSERTED, "".join(after[new_from:new_to]))

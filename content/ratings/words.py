"""The five votes in words."""

from __future__ import annotations

WORDS = {1: "poor", 2: "fair", 3: "good", 4: "very good", 5: "excellent"}


def in_words(value: int) -> str:
    """Return a vote as number and words, for example "4, very good"."""
    return f"{value}, {WORDS[value]}"

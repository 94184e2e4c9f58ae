"""Long lists of options as an editor writes them: one line each, the stored value before the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SEPARATOR = " = "


def read_lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield value and label of each line "value = label"; a line without a value has only its label."""
    for line in text.split("\n"):
        if words := line.strip():
            value, separator, label = words.partition(SEPARATOR)
            yield (value.strip(), label.strip()) if separator else ("", words)


def write_lines(options: Iterable[tuple[str, str]]) -> str:
    """Return options as lines, as they are read."""
    return "\n".join(f"{value}{SEPARATOR}{label}" if value else label for value, label in options)

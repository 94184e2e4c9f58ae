"""Figures as tables that read well in a terminal and in a document."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Table:
    """Rows of figures, each with its target and whether it was met ('' where there is none)."""

    title: str
    note: str = ""
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, figure: str, target: str = "", *, met: bool | None = None) -> None:
        verdict = "" if met is None else "met" if met else "MISSED"
        self.rows.append((what, figure, target, verdict))

    @property
    def missed(self) -> list[tuple[str, str, str, str]]:
        """Return the rows whose target was missed."""
        return [row for row in self.rows if row[3] == "MISSED"]

    def text(self) -> str:
        """Return the table as Markdown with aligned columns."""
        lines = [("What", "Figure", "Target", "Verdict"), *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(4)]

        def one(line: Sequence[str]) -> str:
            return (
                "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
            )

        ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        body = "\n".join([one(lines[0]), ruler, *(one(line) for line in lines[1:])])
        return f"## {self.title}\n\n{self.note}\n\n{body}\n" if self.note else f"## {self.title}\n\n{body}\n"


def interleaved_ms(works: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Return each work's median CPU time in ms, one call of each per round, so that drift hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work()
            taken[name].append((time.process_time() - start) * 1000)
    return {name: statistics.median(values) for name, values in taken.items()}

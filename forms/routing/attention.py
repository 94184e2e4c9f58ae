"""What needs a person's attention, from every floor, for the panel on the admin's first page.

@attention
def unsigned(request: HttpRequest) -> Iterable[AttentionLine]:
    yield AttentionLine(3, "agreement waits for a signature", "agreements wait for a signature", reverse("…"))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class AttentionLine:
    """A number of things, what one and several of them are, and where to see them. No patient data."""

    count: int
    one: str
    several: str
    url: str
    urgent: bool = False

    @property
    def text(self) -> str:
        """Return the number and what is counted, as in "1 delivery failed"."""
        return f"{self.count} {self.one if self.count == 1 else self.several}"


Source = Callable[[HttpRequest], Iterable[AttentionLine]]
_sources: list[Source] = []


def attention(source: Source) -> Source:
    """Register `source(request)`: it checks the person's rights and yields lines, none when all is well."""
    if source not in _sources:
        _sources.append(source)
    return source


def attention_lines(request: HttpRequest) -> list[AttentionLine]:
    """Return the lines that concern the signed-in person, the urgent ones first."""
    lines = [line for source in _sources for line in source(request) if line.count]
    return sorted(lines, key=lambda line: not line.urgent)

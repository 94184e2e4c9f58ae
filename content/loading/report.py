"""What a loading did, for the person who started it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Lines as things happen; `say` shows each at once, so that a long step is not silent."""

    say: Callable[[str], object] = lambda line: None
    created: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def note(self, what: str, *, created: bool) -> None:
        """Remember and show that something was created, or was there and stays as it is."""
        (self.created if created else self.kept).append(what)
        self.say(f"{'created' if created else 'kept   '}  {what}")

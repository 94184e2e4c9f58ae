"""One change of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed, in a sentence. `step` and `question` say where; empty: the form as a whole.

    `field` is the question's key. A `critical` change takes the approval of a second person.
    """

    sentence: str
    critical: bool = False
    step: str = ""
    question: str = ""
    field: str = ""

    def __str__(self) -> str:
        where = f"“{self.question}”" if self.question else f"Step “{self.step}”" if self.step else ""
        return f"{where}: {self.sentence}" if where else self.sentence


def is_critical(changes: Iterable[Change]) -> bool:
    """Say whether any of the changes takes a second approval."""
    return any(change.critical for change in changes)


def changes_to_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return changes as plain JSON data, as a publication keeps them."""
    return [asdict(change) for change in changes]


def changes_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Read what `changes_to_json` wrote."""
    return tuple(Change(**one) for one in data)

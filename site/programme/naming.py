"""The name before the gate stands on pages: whether it may change at once is asked of the floor above."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from programme.models import Programme


class Naming(Protocol):
    """What the floor above supplies at start-up."""

    def __call__(self, *, programme: Programme, neutral_name: str, by: Any, now: datetime) -> bool:
        """Say whether a new name has to wait for a second person; if so, it is proposed."""
        ...


_supplied: list[Naming] = []


def register(naming: Naming) -> None:
    """Supply how names change; a second registration replaces the first."""
    _supplied[:] = [naming]


def has_to_wait(*, programme: Programme, neutral_name: str, by: Any, now: datetime) -> bool:
    """Say whether a name differs from the programme's own and has to wait; if so, it is proposed."""
    if Programme.objects.get(pk=programme.pk).neutral_name == neutral_name:
        return False
    return any(naming(programme=programme, neutral_name=neutral_name, by=by, now=now) for naming in _supplied)

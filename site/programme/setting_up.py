"""What a new programme needs of the floors above, which supply it at start-up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from programme.models import Programme


class Step(Protocol):
    """Make what one floor needs of a new programme, inside the transaction that makes the programme."""

    def __call__(self, *, programme: Programme, by: Any, now: datetime) -> object: ...


_steps: dict[str, Step] = {}


def register_step(name: str, step: Step) -> None:
    """Supply a step; they are taken in the order of registration. A second one of the same name replaces the first."""
    _steps[name] = step


def steps() -> tuple[Step, ...]:
    """Return what was supplied, in order."""
    return tuple(_steps.values())

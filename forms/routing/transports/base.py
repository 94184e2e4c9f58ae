"""What every transport takes, gives and raises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from forms.routing.destinations import FrozenDestination


class ErrorKind(StrEnum):
    """What a failed send means for the next one."""

    TEMPORARY = "temporary"  # it may work later: try again with backoff
    PERMANENT = "permanent"  # it will never work as it is: a person decides
    MISCONFIGURED = "misconfigured"  # it works once somebody corrects a setting: try slowly, raise an alarm


class TransportError(Exception):
    """A send did not succeed. The message is for operators and holds nothing of the document."""

    def __init__(self, message: str, kind: ErrorKind) -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of one leg and the names they may travel under: never an identifier of a patient."""

    leg_id: UUID
    reference: str
    data: bytes
    sha256: str
    encrypted: bool
    created_at: datetime
    # A signed agreement, which is about no patient and travels as its seal covers it.
    sealed: bool = False
    # What the kind of its form says: a form to a desk is no registration.
    holds_patients: bool = True

    @property
    def file_name(self) -> str:
        """Return the name a recipient sees: the reference alone."""
        return f"{self.reference}.pdf"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side said it took: its own id, or the name under which it lies there."""

    provider_id: str


class Transport(Protocol):
    """Carry a payload to a destination. Sending the same leg twice must do no harm."""

    def send(self, payload: Payload, destination: FrozenDestination) -> Receipt:
        """Send; raise TransportError. Called outside any transaction, within the leg's lease."""
        ...

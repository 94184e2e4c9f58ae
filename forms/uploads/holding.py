"""Whose files are meant: a draft as the floors above know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Holder:
    """A draft that holds files. A visitor's has no owner and no organisation."""

    draft_id: UUID
    programme_id: UUID
    organisation_id: UUID | None
    owner_id: UUID | None
    expires_at: datetime

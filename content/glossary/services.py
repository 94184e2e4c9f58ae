"""Change and read a programme's glossary."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import User
from audit.trail import audited, record
from content.glossary.models import GlossaryEntry
from rows import kept_rows_where


def save_entry(*, entry: GlossaryEntry, by: User | str, now: datetime) -> GlossaryEntry:
    """Keep an abbreviation as it was entered."""
    with audited(at=now):
        entry.save()
        record(
            "glossary.saved",
            actor=by,
            subject=entry,
            programme=entry.programme_id,
            detail={"short": entry.short},
        )
    return entry


def glossary_of(programme_id: UUID) -> dict[str, str]:
    """Return what each short form of a programme stands for; a query after a change."""
    return {entry.short: entry.long for entry in kept_rows_where(GlossaryEntry, "programme", programme_id)}

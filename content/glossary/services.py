"""Load and read a programme's glossary. It changes by proposal and approval, as all that pages show."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from audit.trail import audited, record
from content.glossary.models import GlossaryEntry
from labelling.records import Changeable, register_record
from rows import kept_rows_where

ENTRY_FIELDS = ("short", "long")

register_record(Changeable(GlossaryEntry, ENTRY_FIELDS))


def load_entry(*, entry: GlossaryEntry, by: str, now: datetime) -> GlossaryEntry:
    """Keep an abbreviation of a programme that has no page yet to explain it on."""
    with audited(at=now):
        entry.save(force_insert=True)
        record(
            "glossary.loaded",
            actor=by,
            subject=entry,
            programme=entry.programme_id,
            detail={"short": entry.short},
        )
    return entry


def glossary_of(programme_id: UUID) -> dict[str, str]:
    """Return what each short form of a programme stands for; a query after a change."""
    return {entry.short: entry.long for entry in kept_rows_where(GlossaryEntry, "programme", programme_id)}

"""The same content for another recipient, saying that it is not the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from forms.documents.assembly import STATEMENT, printed_date
from forms.documents.content import DocumentContent, Notice, Row, Section

FIRST_CHOSEN = "{first} (as first chosen; re-routed to {now})"


def readdressed(content: DocumentContent, *, to: str, now: datetime) -> DocumentContent:
    """Return the content addressed to `to`, with a notice of the first recipient."""
    notice = Notice(
        STATEMENT,
        "Sent to another recipient",
        (f"First addressed to {content.recipient}; addressed to {to} on {printed_date(now)}.",),
    )
    return replace(content, recipient=to, notices=(notice, *content.notices), sections=_renamed(content, to))


def _renamed(content: DocumentContent, name: str) -> tuple[Section, ...]:
    """Return the sections, saying of an answer that names the old recipient that it was the first choice."""
    old = content.recipient
    # Content keeps no keys: the answer that chose the partner is a row with its name alone.
    earlier = FIRST_CHOSEN.format(first="", now=old)

    def lines(row: Row) -> tuple[str, ...]:
        if row.lines == (old,):
            return (FIRST_CHOSEN.format(first=old, now=name),)
        if len(row.lines) == 1 and row.lines[0].endswith(earlier):
            return (FIRST_CHOSEN.format(first=row.lines[0].removesuffix(earlier), now=name),)
        return row.lines

    return tuple(
        replace(section, rows=tuple(replace(row, lines=lines(row)) for row in section.rows))
        for section in content.sections
    )

"""The columns of the list, of which a person chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from forms.desk.rows import DeskRow


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and the lines of its cell."""

    name: str
    label: str
    lines: Callable[[DeskRow], Iterable[str]]


def _time(at: datetime | None) -> tuple[str, ...]:
    if at is None:
        return ()
    local = timezone.localtime(at)
    return (f"{date_format(local)}, {local:%H:%M}",)


COLUMNS = {
    column.name: column
    for column in (
        Column("form", "Form", lambda row: (row.form,)),
        Column("version", "Version", lambda row: (str(row.version),)),
        Column("kind", "Kind", lambda row: (row.kind,)),
        Column("organisation", "Organisation", lambda row: (row.organisation,)),
        Column("submitted", "Submitted", lambda row: _time(row.submitted_at)),
        Column("sent_by", "Sent by", lambda row: (row.sent_by,)),
        Column("outcome", "Outcome", lambda row: (row.outcome,)),
        Column("settled", "Settled", lambda row: _time(row.settled_at)),
        Column("legs", "Deliveries", lambda row: row.legs),
        Column("assignee", "Looked after by", lambda row: (row.assignee,)),
        Column("tags", "Tags", lambda row: (", ".join(row.tags),)),
    )
}
DEFAULT = ("form", "organisation", "submitted", "outcome", "legs", "assignee", "tags")


def chosen(names: Iterable[str]) -> list[Column]:
    """Return the columns with these names in the order of the list; those that it has by itself for none."""
    wanted = set(names) & COLUMNS.keys() or set(DEFAULT)
    return [column for column in COLUMNS.values() if column.name in wanted]

"""The register as a table for spreadsheets: one line per organisation and document."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from agreements.register.matrix import Cell, Entry, RegisterRow, partners_of, rows_for
from directory.models import Organisation

AT_ONCE = 200
HEADINGS = (
    "Organisation",
    "ODS code",
    "Organisation status",
    "Successor",
    "Document",
    "With",
    "Reference",
    "Standing",
    "Signed",
    "Next",
    "Days waiting",
    "First day",
    "Last day",
    "May register with",
)
Value = str | int | date | None
Line = tuple[Value, ...]
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def lines_of(
    organisations: QuerySet[Organisation], *, programme_id: UUID, now: datetime, also: str = ""
) -> Iterator[Line]:
    """Yield the lines of all organisations, reading some hundred at a time; `also` as in `rows_for`."""
    partners = partners_of(programme_id)
    keys = list(organisations.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        chunk = keys[start : start + AT_ONCE]
        found = Organisation.objects.select_related("successor").in_bulk(chunk)
        for row in rows_for([found[key] for key in chunk if key in found], partners, now=now, also=also):
            yield from _lines(row)


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the table as CSV, line by line; no cell is ever a formula. UTF-8 with its mark, for Excel."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)
    for line in lines:
        yield writer.writerow([_printed(value) for value in line])


def as_xlsx(lines: Iterable[Line]) -> bytes:
    """Return the table as an Excel file, with dates as dates and every text as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Agreements")
    sheet.freeze_panes = "A2"
    sheet.append(list(HEADINGS))
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, without characters that a cell cannot hold."""
    plain = _CONTROL.sub(" ", text)
    return f"'{plain}" if text.startswith(_FORMULA) or plain.lstrip().startswith(_FORMULA) else plain


def _lines(row: RegisterRow) -> Iterator[Line]:
    organisation = row.organisation
    ready = ", ".join(partner.name for partner in row.ready_with)
    start: Line = (
        organisation.name,
        organisation.ods_code,
        organisation.get_status_display(),
        organisation.successor.name if organisation.successor else "",
    )
    for cell in row.cells:
        for middle in _entries(cell):
            yield (*start, *middle, ready)


def _entries(cell: Cell) -> Iterator[Line]:
    kind = str(cell.document.kind.label)
    partner = cell.document.partner.name if cell.document.partner else ""
    if not cell.entries:
        turn = str(cell.step.actor.label) if cell.step else ""
        yield (kind, partner, "", "Not started", "", turn, None, None, None)
    for entry in cell.entries:
        yield (kind, entry.agreement.partner.name, *_facts(entry))


def _facts(entry: Entry) -> Line:
    agreement = entry.agreement
    return (
        agreement.reference,
        entry.state.label,
        agreement.get_medium_display(),
        str(entry.step.actor.label),
        entry.days_waiting,
        agreement.effective_on,
        entry.last_day,
    )


def _printed(value: Value) -> str | int:
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else "" if value is None else value


def _cell(sheet: Any, value: Value) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, safe(value))
    # Whatever it begins with: openpyxl would make a formula of "=…".
    cell.data_type = "s"
    return cell

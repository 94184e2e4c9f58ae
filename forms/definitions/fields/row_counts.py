"""How many rows a table of repeated rows has: as the editor wants, and as a page was posted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forms.definitions.fields.base import text_of
from forms.definitions.spec import FieldSpec

ROWS = "rows"
COUNT, ADD = "rows", "add"
MOST_ROWS, USUAL_MOST_ROWS, USUAL_FIRST_ROWS = 100, 20, 2
ROW = "Row"


def posted_rows(field: FieldSpec, data: Any) -> int:
    """Return how many rows a page had that was posted, at most as many as the question allows."""
    written = data.get(f"{field.key}_{COUNT}")
    usable = isinstance(written, str) and written.isascii() and written.isdigit() and len(written) <= 4
    return min(int(written), most_rows(field)) if usable else shown_rows(field, 0)


def rows_wanted(fields: Iterable[FieldSpec], data: Any) -> dict[str, str]:
    """Return what a posted page says of the rows to which another is added by its button; empty for none."""
    return {
        f"{field.key}_{COUNT}": str(min(posted_rows(field, data) + 1, most_rows(field)))
        for field in fields
        if field.type == ROWS and f"{field.key}_{ADD}" in data
    }


def shown_rows(field: FieldSpec, filled: int) -> int:
    """Return how many rows the page shows: those filled in, and no fewer than the editor wants at first."""
    return min(
        max(filled, _number(field, "first_rows", USUAL_FIRST_ROWS), fewest_rows(field)), most_rows(field)
    )


def fewest_rows(field: FieldSpec) -> int:
    """Return how many rows an answer has at least."""
    return _number(field, "min_rows", 1)


def most_rows(field: FieldSpec) -> int:
    """Return how many rows an answer has at most."""
    return _number(field, "max_rows", USUAL_MOST_ROWS)


def row_name(field: FieldSpec) -> str:
    """Return what a row is called, such as “Medicine”."""
    return text_of(field.settings.get("row_name")) or ROW


def row_id(field: FieldSpec, number: int) -> str:
    """Return the id of a row on the page, where adding it leads."""
    return f"id_{field.key}_row_{number}"


def _number(field: FieldSpec, name: str, usual: int) -> int:
    number = field.settings.get(name, usual)
    usable = isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= MOST_ROWS
    return number if usable else usual

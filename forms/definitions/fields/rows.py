"""A table of repeated rows, such as the medicines that a patient takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.definitions.context import FormContext
from forms.definitions.fields.base import AnswerTable, Compared, FieldType, text_of
from forms.definitions.fields.cleaning import PartError
from forms.definitions.fields.columns import cell, column_problems, columns_of, type_of
from forms.definitions.spec import FieldSpec, Json

COUNT, ADD = "rows", "add"
MOST_ROWS, USUAL_MOST_ROWS, USUAL_FIRST_ROWS = 100, 20, 2
ROW = "Row"


class RowsWidget(forms.Widget):
    """Reads the inputs of all rows: for each row what its cells' own widgets read."""

    def __init__(self, field: FieldSpec, context: FormContext) -> None:
        super().__init__()
        self.field, self.context = field, context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[list[Any]]:
        return [
            [
                cell_field.widget.value_from_datadict(data, files, asked.key)
                for asked, cell_field in cells_of(self.field, row, self.context)
            ]
            for row in range(posted_rows(self.field, data))
        ]


class RowsField(forms.Field):
    """Cleans every row that is not empty; raises one error for each cell that is wrong."""

    def __init__(self, field: FieldSpec, context: FormContext) -> None:
        super().__init__(label=field.label, required=field.required, widget=RowsWidget(field, context))
        self.field, self.context = field, context

    def clean(self, value: Any) -> list[dict[str, Json]]:
        rows: list[dict[str, Json]] = []
        problems: list[ValidationError] = []
        for number, raw in enumerate(value if isinstance(value, list) else []):
            if not is_empty(raw):
                found, wrong = self._row(number, raw)
                rows.append(found)
                problems += wrong
        if problems:
            raise ValidationError(problems)
        fewest = fewest_rows(self.field)
        first = _first_input(self.field)
        if not rows and self.field.required:
            raise PartError(f"Enter at least {_counted(fewest)} for “{self.field.label}”", first, "required")
        if rows and len(rows) < fewest:
            raise PartError(f"“{self.field.label}” must have at least {_counted(fewest)}", first)
        return rows

    def _row(self, number: int, raw: Any) -> tuple[dict[str, Json], list[ValidationError]]:
        found: dict[str, Json] = {}
        wrong: list[ValidationError] = []
        for (asked, cell_field), value in zip(cells_of(self.field, number, self.context), raw, strict=False):
            column = asked.key.removeprefix(f"{self.field.key}_{number}_")
            try:
                stored = type_of(asked).to_stored(asked, cell_field.clean(value))
            except ValidationError as error:
                wrong += _placed(error, number, column, self.field)
                continue
            if stored is not None:
                found[column] = stored
        return found, wrong


class Rows(FieldType):
    """Rows of the same few questions. Settings: columns, min_rows, max_rows, first_rows, row_name."""

    name = "rows"
    label = "Table of repeated rows"
    template = "rows"
    compared = Compared.NUMBER

    def is_free_text(self, field: FieldSpec) -> bool:
        return any(type_of(column).is_free_text(column) for column in columns_of(field))

    def form_field(self, field: FieldSpec, context: FormContext) -> forms.Field:
        return RowsField(field, context)

    def shaped(self, stored: Json) -> bool:
        return (
            isinstance(stored, list)
            and 0 < len(stored) <= MOST_ROWS
            and all(isinstance(row, dict) and row for row in stored)
        )

    def fits(self, field: FieldSpec, stored: Json) -> bool:
        columns = {column.key: column for column in columns_of(field)}
        return self.shaped(stored) and all(
            key in columns and type_of(columns[key]).fits(columns[key], value)
            for row in stored
            for key, value in row.items()
        )

    def to_initial(self, field: FieldSpec, stored: Json) -> Any:
        rows = stored if self.fits(field, stored) else []
        return [
            [type_of(column).to_initial(column, row.get(column.key)) for column in columns_of(field)]
            for row in rows
        ]

    def posted(self, field: FieldSpec, stored: Json) -> dict[str, Any]:
        if not self.fits(field, stored):
            return {}
        data: dict[str, Any] = {f"{field.key}_{COUNT}": str(len(stored))}
        for number, row in enumerate(stored):
            for column in columns_of(field):
                if column.key in row:
                    data |= type_of(column).posted(cell(field, number, column), row[column.key])
        return data

    def input_names(self, field: FieldSpec) -> tuple[str, ...]:
        cells = (
            name
            for number in range(most_rows(field))
            for column in columns_of(field)
            for name in type_of(column).input_names(cell(field, number, column))
        )
        return (f"{field.key}_{COUNT}", f"{field.key}_{ADD}", *cells)

    def setting_problems(self, field: FieldSpec) -> Iterable[str]:
        yield from column_problems(field)
        for name in ("min_rows", "max_rows", "first_rows"):
            number = field.settings.get(name, 1)
            if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= MOST_ROWS:
                yield f"Set the number of rows to a whole number from 1 to {MOST_ROWS}."
        if fewest_rows(field) > most_rows(field):
            yield "The smallest number of rows is larger than the largest."
        if not isinstance(field.settings.get("row_name", ""), str):
            yield "Write as text what a row is called."

    def details(self, field: FieldSpec, asked: forms.Field, id_: str, value: Any) -> Mapping[str, Any]:
        context = asked.context if isinstance(asked, RowsField) else None
        rows = value if isinstance(value, list) else []
        count = shown_rows(field, len(rows))
        return {
            "rows": [
                _shown_row(field, number, rows[number] if number < len(rows) else None, context)
                for number in range(count)
            ]
            if context
            else [],
            "count": count,
            "most": most_rows(field),
            "next_id": row_id(field, count) if count < most_rows(field) else "",
            "row_name": row_name(field),
            "fact": "rows",
        }

    def marked(self, details: Mapping[str, Any], wrong: Collection[str]) -> Mapping[str, Any]:
        return {**details, "rows": [_marked_row(row, wrong) for row in details.get("rows", ())]}

    def table(self, field: FieldSpec, stored: Json) -> AnswerTable | None:
        if not self.fits(field, stored):
            return None
        columns = columns_of(field)
        return AnswerTable(
            tuple(column.label for column in columns),
            tuple(tuple(_text(column, row) for column in columns) for row in stored),
        )

    def _facts(self, stored: Json) -> tuple[str, ...]:
        return (str(len(stored)),)

    def _lines(self, field: FieldSpec, stored: Json) -> tuple[str, ...]:
        return tuple(
            f"{number}. "
            + "; ".join(
                f"{column.label}: {_text(column, row)}" for column in columns_of(field) if column.key in row
            )
            for number, row in enumerate(stored, start=1)
        )


def cells_of(field: FieldSpec, row: int, context: FormContext) -> list[tuple[FieldSpec, forms.Field]]:
    """Return the questions of one row with the Django fields that clean them."""
    asked = [cell(field, row, column) for column in columns_of(field)]
    return [(one, type_of(one).form_field(one, context)) for one in asked]


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
        if field.type == Rows.name and f"{field.key}_{ADD}" in data
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


def is_empty(raw: Any) -> bool:
    """Say whether nothing was entered in a row, a cell or a part of one."""
    if isinstance(raw, list | tuple):
        return all(is_empty(one) for one in raw)
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _shown_row(field: FieldSpec, number: int, raw: Any, context: FormContext) -> dict[str, Any]:
    cells = []
    values = raw if isinstance(raw, list) else []
    for position, (asked, cell_field) in enumerate(cells_of(field, number, context)):
        type_ = type_of(asked)
        value = values[position] if position < len(values) else cell_field.initial
        id_ = f"id_{asked.key}"
        cells.append(
            {
                **type_.details(asked, cell_field, id_, value),
                "control": f"forms/controls/{type_.template}.html",
                "key": asked.key,
                "id": id_,
                "label": asked.label,
                "grouped": type_.grouped,
                "optional": not asked.required,
                "place": asked.key.removeprefix(f"{field.key}_"),
            }
        )
    return {"number": number + 1, "id": row_id(field, number), "cells": cells}


def row_id(field: FieldSpec, number: int) -> str:
    """Return the id of a row on the page, where adding it leads."""
    return f"id_{field.key}_row_{number}"


def _marked_row(row: Mapping[str, Any], wrong: Collection[str]) -> dict[str, Any]:
    """Return a row with what is wrong in each of its cells: the inputs of a date by their part."""
    cells = []
    for one in row["cells"]:
        parts = {
            name.removeprefix(one["place"]).removeprefix("_")
            for name in wrong
            if name == one["place"] or name.startswith(f"{one['place']}_")
        }
        cells.append({**one, "errors": bool(parts), "wrong": parts})
    return {**row, "cells": cells}


def _placed(error: ValidationError, number: int, column: str, field: FieldSpec) -> list[ValidationError]:
    """Return the errors of a cell with the input that each is about, and the row named."""
    placed: list[ValidationError] = []
    for one in error.error_list:
        part = getattr(one, "part", "")
        if not part and type_of_column(field, column).parts:
            part = type_of_column(field, column).parts[0]
        place = f"{number}_{column}_{part}" if part else f"{number}_{column}"
        placed += [PartError(f"{row_name(field)} {number + 1}: {text}", place) for text in one.messages]
    return placed


def _first_input(field: FieldSpec) -> str:
    column = next(iter(columns_of(field)), None)
    return "_".join(["0", column.key, *type_of(column).parts[:1]]) if column else ""


def type_of_column(field: FieldSpec, key: str) -> FieldType:
    """Return the type of the column with this key."""
    return next(type_of(column) for column in columns_of(field) if column.key == key)


def _text(column: FieldSpec, row: Mapping[str, Json]) -> str:
    return " ".join(type_of(column).lines(column, row.get(column.key)))


def _counted(number: int) -> str:
    return f"{number} row{'s' * (number > 1)}"


def _number(field: FieldSpec, name: str, usual: int) -> int:
    number = field.settings.get(name, usual)
    usable = isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= MOST_ROWS
    return number if usable else usual

"""A table of repeated rows, such as the medicines that a patient takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms

from forms.definitions.context import FormContext
from forms.definitions.fields.base import AnswerTable, Compared, FieldType
from forms.definitions.fields.columns import cell, column_problems, columns_of, type_of
from forms.definitions.fields.row_cleaning import RowsField
from forms.definitions.fields.row_counts import (
    ADD,
    COUNT,
    MOST_ROWS,
    ROWS,
    fewest_rows,
    most_rows,
    row_id,
    row_name,
    shown_rows,
)
from forms.definitions.fields.row_page import marked_row, shown_row
from forms.definitions.spec import FieldSpec, Json


class Rows(FieldType):
    """Rows of the same few questions. Settings: columns, min_rows, max_rows, first_rows, row_name."""

    name = ROWS
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
                shown_row(field, number, rows[number] if number < len(rows) else None, context)
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
        return {**details, "rows": [marked_row(row, wrong) for row in details.get("rows", ())]}

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


def _text(column: FieldSpec, row: Mapping[str, Json]) -> str:
    return " ".join(type_of(column).lines(column, row.get(column.key)))

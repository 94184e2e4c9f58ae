"""Read and clean the rows of one posted question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forms.definitions.context import FormContext
from forms.definitions.fields.base import FieldType
from forms.definitions.fields.cleaning import PartError
from forms.definitions.fields.columns import cell, columns_of, type_of
from forms.definitions.fields.row_counts import fewest_rows, posted_rows, row_name
from forms.definitions.spec import FieldSpec, Json


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


def cells_of(field: FieldSpec, row: int, context: FormContext) -> list[tuple[FieldSpec, forms.Field]]:
    """Return the questions of one row with the Django fields that clean them."""
    asked = [cell(field, row, column) for column in columns_of(field)]
    return [(one, type_of(one).form_field(one, context)) for one in asked]


def is_empty(raw: Any) -> bool:
    """Say whether nothing was entered in a row, a cell or a part of one."""
    if isinstance(raw, list | tuple):
        return all(is_empty(one) for one in raw)
    return raw is None or (isinstance(raw, str) and not raw.strip())


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


def _counted(number: int) -> str:
    return f"{number} row{'s' * (number > 1)}"

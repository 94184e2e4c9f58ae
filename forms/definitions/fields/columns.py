"""The columns of a table of repeated rows: each is a question of a simple type, asked once per row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from forms.definitions.fields.base import FieldType
from forms.definitions.fields.choices import Select, YesNo
from forms.definitions.fields.dates import Date
from forms.definitions.fields.numbers import Number
from forms.definitions.fields.text import ShortText
from forms.definitions.spec import FieldSpec, Json, Option


class YesNoList(YesNo):
    """Yes or no in one cell: a list that opens takes less room than two buttons."""

    template = "select"
    grouped = False


COLUMN_TYPES: dict[str, FieldType] = {
    one.name: one for one in (ShortText(), Number(), Date(), Select(), YesNoList())
}
MOST_COLUMNS = 8
# What a column says of itself; whatever else it holds is a setting of its type.
_COMMON = frozenset({"key", "label", "type", "optional", "options"})


def columns_of(field: FieldSpec) -> tuple[FieldSpec, ...]:
    """Return the usable columns of a question as questions of their own."""
    return tuple(column for one in _written(field) if (column := _column(one)) is not None)


def cell(field: FieldSpec, row: int, column: FieldSpec) -> FieldSpec:
    """Return the question that one cell asks; its key is the name of its input."""
    return replace(column, key=f"{field.key}_{row}_{column.key}")


def type_of(column: FieldSpec) -> FieldType:
    """Return the type of a column."""
    return COLUMN_TYPES[column.type]


def column_problems(field: FieldSpec) -> Iterator[str]:
    """Say what is wrong with the columns, in an editor's words."""
    written = _written(field)
    if not 1 <= len(written) <= MOST_COLUMNS:
        yield f"Add one to {MOST_COLUMNS} columns."
    for number, one in enumerate(written, start=1):
        column = _column(one)
        if column is None:
            yield f"Column {number} needs a heading, a key and a type."
            continue
        if column.type == "select" and len(column.options) < 2:
            yield f"Column “{column.label}”: add at least two options."
        elif len({option.value for option in column.options}) < len(column.options):
            yield f"Column “{column.label}”: two options have the same value."
        if any(not option.value or not option.label for option in column.options):
            yield f"Column “{column.label}”: an option has no words or no value."
        for message in type_of(column).setting_problems(column):
            yield f"Column “{column.label}”: {message[:1].lower()}{message[1:]}"
    yield from _likeness(field)


def _likeness(field: FieldSpec) -> Iterator[str]:
    owners: dict[str, str] = {}
    for column in columns_of(field):
        for name in type_of(column).input_names(column):
            if owners.setdefault(name, column.label) != column.label or name in ("rows", "add"):
                yield f"Column “{column.label}”: its key is too like that of another column. Choose another."
                break
        else:
            continue
        break
    keys = [column.key for column in columns_of(field)]
    if len(set(keys)) < len(keys):
        yield "Two columns have the same key. Empty the key of the newer one and save."


def _written(field: FieldSpec) -> list[Any]:
    columns = field.settings.get("columns")
    return list(columns) if isinstance(columns, list | tuple) else []


def _column(written: Json) -> FieldSpec | None:
    if not isinstance(written, dict):
        return None
    key, label, type_ = (written.get(name) for name in ("key", "label", "type"))
    if not all(isinstance(text, str) and text for text in (key, label, type_)) or type_ not in COLUMN_TYPES:
        return None
    return FieldSpec(
        key=str(key),
        type=str(type_),
        label=str(label),
        required=written.get("optional") is not True,
        options=tuple(_option(one) for one in _list(written.get("options"))),
        settings={name: value for name, value in written.items() if name not in _COMMON},
    )


def _option(written: Json) -> Option:
    if not isinstance(written, dict):
        return Option("", "")
    value, label = written.get("value", ""), written.get("label", "")
    return Option(value if isinstance(value, str) else "", label if isinstance(label, str) else "")


def _list(value: Json) -> list[Any]:
    return value if isinstance(value, list) else []

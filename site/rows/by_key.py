"""Find whole rows by the value of one column, and change one.

Every page of a form asks first which session this is, who the person is, a member of what, and which draft
is meant. To put such a query together costs Django several times what the database needs to answer it, so
here its text is kept for the life of the process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

# A field of any kind, whatever it holds.
Field = Any
M = TypeVar("M", bound=models.Model)


def row_of(model: type[M], key: object) -> M | None:
    """Return the row with this primary key, or None; one query."""
    return next(iter(rows_where(model, model._meta.pk.name, key)), None)


def rows_where(model: type[M], field_name: str, value: object) -> list[M]:
    """Return the rows whose field has this value, in no order; one query. A foreign key takes a key."""
    return rows_made_of(model, field_name, raw_rows_where(model, field_name, value))


def raw_rows_where(model: type[models.Model], field_name: str, value: object) -> list[tuple[Any, ...]]:
    """Return the rows whose field has this value as the database gives them; one query."""
    alias = router.db_for_read(model)
    connection = connections[alias]
    question = _question(model, field_name, alias, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(question.sql, [question.asked.get_db_prep_value(value, connection)])
        return list(cursor.fetchall())


def rows_made_of(model: type[M], field_name: str, raw: Sequence[Sequence[Any]]) -> list[M]:
    """Return a model's objects made of what `raw_rows_where` returned; no query."""
    alias = router.db_for_read(model)
    connection = connections[alias]
    question = _question(model, field_name, alias, connection.vendor)
    return [model.from_db(alias, question.names, question.values(row, connection)) for row in raw]


def change_row(
    model: type[models.Model], key: object, *, held: Mapping[str, object], values: Mapping[str, object]
) -> bool:
    """Write values into the row with this key if its fields still hold `held`; say whether they did.

    One statement, so that of two who read the same row only the first one writes.
    """
    alias = router.db_for_write(model)
    connection = connections[alias]
    wanted: dict[str, object] = {model._meta.pk.name: key, **held}
    change = _change(model, tuple(values), tuple(wanted), alias, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(
            change.sql,
            [
                *(field.get_db_prep_save(values[field.name], connection) for field in change.set),
                *(field.get_db_prep_value(wanted[field.name], connection) for field in change.where),
            ],
        )
        return bool(cursor.rowcount == 1)


@dataclass(frozen=True, slots=True)
class _Question:
    """A statement made of a model's own names, and how what it returns becomes a model's values."""

    sql: str
    asked: Field
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, Any], ...]

    def values(self, row: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        values = list(row)
        for position, convert, column in self.converters:
            values[position] = convert(values[position], column, connection)
        return values


@lru_cache(maxsize=64)
def _question(model: type[models.Model], field_name: str, alias: str, vendor: str) -> _Question:
    """Put a question together; `vendor` keeps those of different databases apart."""
    connection, table = connections[alias], model._meta.db_table
    asked: Field = model._meta.get_field(field_name)
    fields: Sequence[Field] = model._meta.concrete_fields
    if asked not in fields:
        raise TypeError(f"{field_name} is no column of {model.__name__}.")
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    converters = []
    for position, field in enumerate(fields):
        column = field.get_col(table)
        found = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        converters += [(position, convert, column) for convert in found]
    return _Question(
        sql=f"SELECT {columns} FROM {quoted(table)} WHERE {quoted(asked.column)} = %s",  # noqa: S608
        asked=asked,
        names=tuple(field.attname for field in fields),
        converters=tuple(converters),
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """A statement that changes one row, and the fields whose values it takes, in its order."""

    sql: str
    set: tuple[Field, ...]
    where: tuple[Field, ...]


@lru_cache(maxsize=64)
def _change(
    model: type[models.Model], values: tuple[str, ...], wanted: tuple[str, ...], alias: str, vendor: str
) -> _Change:
    quoted = connections[alias].ops.quote_name
    fields: dict[str, Field] = {field.name: field for field in model._meta.concrete_fields}
    new, old = tuple(fields[name] for name in values), tuple(fields[name] for name in wanted)
    assigned = ", ".join(f"{quoted(field.column)} = %s" for field in new)
    held = " AND ".join(f"{quoted(field.column)} = %s" for field in old)
    table = quoted(model._meta.db_table)
    return _Change(f"UPDATE {table} SET {assigned} WHERE {held}", set=new, where=old)  # noqa: S608

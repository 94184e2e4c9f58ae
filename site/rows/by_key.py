"""Find whole rows by the value of one column.

Every page of a form asks first which session this is, who the person is, a member of what, and which draft
is meant. To put such a query together costs Django several times what the database needs to answer it, so
here its text is kept for the life of the process.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from django.db import connections, models, router

M = TypeVar("M", bound=models.Model)


def row_of(model: type[M], key: object) -> M | None:
    """Return the row with this primary key, or None; one query."""
    return next(iter(rows_where(model, model._meta.pk.name, key)), None)


def rows_where(model: type[M], field_name: str, value: object) -> list[M]:
    """Return the rows whose field has this value, in no order; one query. A foreign key takes a key."""
    alias = router.db_for_read(model)
    connection = connections[alias]
    field = model._meta.get_field(field_name)
    if not isinstance(field, models.Field) or field.column is None:
        raise TypeError(f"{field_name} is no column of {model.__name__}.")
    wanted = field.get_db_prep_value(value, connection)
    return list(model._base_manager.using(alias).raw(_sql(model, field.column, alias), [wanted]))


@lru_cache(maxsize=64)
def _sql(model: type[models.Model], column: str, alias: str) -> str:
    """Return a statement made of the model's own names alone; the value is a parameter."""
    quoted = connections[alias].ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in model._meta.concrete_fields)
    return f"SELECT {columns} FROM {quoted(model._meta.db_table)} WHERE {quoted(column)} = %s"  # noqa: S608

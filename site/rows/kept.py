"""Rows of records that hardly change and that every page shows: read once for as long as they stay the same."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from rows.by_key import raw_rows_where, rows_made_of, rows_where
from stamps import RECORDS, is_watched, remembered

M = TypeVar("M", bound=models.Model)


def kept_rows_where(model: type[M], field_name: str, value: object) -> list[M]:
    """Return the rows whose field has this value, new objects each time; a query only after a change of one.

    Models that nobody watches are asked for each time.
    """
    if not is_watched(model):
        return rows_where(model, field_name, value)
    key = (model._meta.label_lower, field_name, value)
    raw = remembered(RECORDS, key, lambda: raw_rows_where(model, field_name, value))
    return rows_made_of(model, field_name, raw)

"""Rows found and changed by a key, with SQL that is put together once (docs/adr/0005)."""

from rows.by_key import change_row, row_of, rows_where

__all__ = ["change_row", "row_of", "rows_where"]

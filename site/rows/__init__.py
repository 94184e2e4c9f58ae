"""Rows found and changed by a key, with SQL that is put together once (docs/adr/0005)."""

from rows.by_key import change_row, row_of, rows_where
from rows.kept import kept_rows_where

__all__ = ["change_row", "kept_rows_where", "row_of", "rows_where"]

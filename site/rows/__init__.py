"""Rows found by a key, with SQL that is put together once (docs/adr/0005-the-questions-of-every-page.md)."""

from rows.by_key import row_of, rows_where

__all__ = ["row_of", "rows_where"]

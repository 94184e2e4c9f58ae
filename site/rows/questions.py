"""A query of many tables, put together once: asked again and again with other values in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connections
from django.db.models import QuerySet


class Question:
    """The text of a query whose values are marks, to be asked with what the marks stand for.

    `values` are by the text of their mark; a mark at the beginning of a pattern (`startswith`) is found too.
    The text is that of one database: keep a question for each alias.
    """

    def __init__(self, queryset: QuerySet[Any, Any], alias: str) -> None:
        self._alias = alias
        self._compiler = queryset.query.get_compiler(alias)
        self._sql, self._marked = self._compiler.as_sql()
        self._converters = self._compiler.get_converters([one[0] for one in self._compiler.select])

    def rows(self, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """Ask, and return the rows as `values_list` does; one query."""
        with connections[self._alias].cursor() as cursor:
            meant: list[Any] = [self._meant(value, values) for value in self._marked]
            cursor.execute(self._sql, meant)
            found = cursor.fetchall()
        return map(tuple, self._compiler.apply_converters(found, self._converters))

    @staticmethod
    def _meant(marked: object, values: Mapping[str, object]) -> object:
        text = str(marked)
        if text in values:
            return values[text]
        pattern = text.removesuffix("%")
        return f"{values[pattern]}%" if pattern != text and pattern in values else marked

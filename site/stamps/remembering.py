"""What a process remembers as long as a stamp stays the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.db import transaction

from stamps.stores import stamps_of

T = TypeVar("T")
# What is remembered is one small value for each programme, or for a few: far from this.
MOST = 2_000
_values: dict[tuple[str, Hashable], tuple[str, object]] = {}


def remembered(name: str, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` gives, made once while the stamp of that name stays the same; never change it.

    Inside a transaction it is made each time: what was changed there is seen by nobody else, and may be undone.
    """
    stamp = None if transaction.get_connection().in_atomic_block else stamps_of(name).read()
    if stamp is None:
        return make()
    found = _values.get((name, key))
    if found is not None and found[0] == stamp:
        return found[1]  # type: ignore[return-value]
    made = make()
    if len(_values) >= MOST:
        _values.clear()
    _values[name, key] = (stamp, made)
    return made

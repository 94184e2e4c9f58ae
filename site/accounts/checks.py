"""Checks of what signing in stands on. Demo people are refused: their second factors are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from programme.checks import has_table


@register(Tags.database)
def no_demo_people(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report demo people where placeholders are refused (accounts.E001)."""
    from accounts.models import User

    if not settings.REFUSE_PLACEHOLDERS or not databases or not has_table(User):
        return []
    count = User.objects.filter(is_demo=True).count()
    if not count:
        return []
    return [
        Error(
            f"The database holds {count} demo people, whose passwords and second factors are known.",
            hint="Start production with a database of its own; never with the demo's.",
            id="accounts.E001",
        )
    ]


@register(Tags.database, deploy=True)
def cache_table_exists(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report a cache in the database without its table (accounts.E002): nobody could sign in.

    Only `check --deploy` reports it: `migrate` runs before `createcachetable`.
    """
    cache = caches["default"]
    if not databases or not isinstance(cache, BaseDatabaseCache):
        return []
    # Django keeps the table's name to itself and its own commands.
    if cache._table in connection.introspection.table_names():  # type: ignore[attr-defined]
        return []
    return [
        Error(
            "The table of the cache is missing. The limits on signing in count in it, so nobody can sign in.",
            hint="Run manage.py createcachetable, or set REDIS_URL.",
            id="accounts.E002",
        )
    ]

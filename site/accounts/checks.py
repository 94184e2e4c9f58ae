"""Production refuses a database that holds demo people: their second factors are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

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

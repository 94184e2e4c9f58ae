"""Production refuses the demo's hospitals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from programme.checks import has_table


@register(Tags.database)
def no_fictitious_organisations(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report fictitious organisations where placeholders are refused (directory.E001)."""
    from directory.models import Organisation

    if not settings.REFUSE_PLACEHOLDERS or not databases or not has_table(Organisation):
        return []
    count = Organisation.objects.filter(fictitious=True).count()
    if not count:
        return []
    return [
        Error(
            f"The database holds {count} fictitious organisations.",
            hint="Start production with a database of its own; load real organisations from the ODS file.",
            id="directory.E001",
        )
    ]

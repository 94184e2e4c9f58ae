"""Production refuses safety records that still are placeholders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.database)
def no_placeholders(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report placeholder safety records where they are refused (programme.E001)."""
    from programme.models import SafetyRecord

    if not settings.REFUSE_PLACEHOLDERS or not databases:
        return []
    placeholders = SafetyRecord.objects.filter(is_placeholder=True).select_related("programme")
    return [
        Error(
            f"{record.programme.name}: “{record.get_kind_display()}” is still a placeholder.",
            hint="Have the real text entered and approved in the admin, then untick “placeholder”.",
            id="programme.E001",
        )
        for record in placeholders.order_by("programme__name", "kind")
    ]

"""Checks of data in the database: none says anything before its table exists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection, models


def has_table(model: type[models.Model]) -> bool:
    """Say whether a model's table exists: `migrate` runs the checks before it makes any."""
    return model._meta.db_table in connection.introspection.table_names()


@register(Tags.database, deploy=True)
def no_placeholders(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report placeholder safety records where they are refused (programme.E001).

    Only `check --deploy` reports them: the admin, which replaces them, has to start with them.
    """
    from programme.models import SafetyRecord

    if not settings.REFUSE_PLACEHOLDERS or not databases or not has_table(SafetyRecord):
        return []
    placeholders = SafetyRecord.objects.filter(is_placeholder=True).select_related("programme")
    return [
        Error(
            f"{record.programme.name}: “{record.name_in_words}” is still a placeholder, "
            "so every registration is refused.",
            hint="Propose the real text in the admin, under Safety records, and have somebody else approve it.",
            id="programme.E001",
        )
        for record in placeholders.order_by("programme__name", "kind", "territory")
    ]

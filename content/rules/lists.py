"""Whose tasks are open."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from content.rules.models import Todo


def open_todos_for(user: Any) -> QuerySet[Todo]:
    """Return the open tasks of a person's groups, the nearest due first; all for superusers."""
    rows = Todo.objects.filter(done_at__isnull=True).select_related("rule__group", "rule__programme")
    return rows if user.is_superuser else rows.filter(rule__group__user=user.pk)

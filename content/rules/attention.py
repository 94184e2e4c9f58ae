"""Tasks that wait, for the panel on the admin's first page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from content.rules.lists import open_todos_for
from forms.routing.attention import AttentionLine, attention


@attention
def open_tasks(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report the person's open tasks."""
    todos = list(open_todos_for(request.user))
    late = any(one.due_on < timezone.localdate() for one in todos)
    yield AttentionLine(
        len(todos), "task of a content rule", "tasks of content rules", reverse("todos:index"), urgent=late
    )

"""Remind of steps whose day has passed, once each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState

from content.reviewing.mails import tell_reviewers
from content.reviewing.models import TaskDue


def remind_overdue(*, now: datetime) -> int:
    """Owe a reminder to those who decide each overdue step; return for how many steps."""
    late = TaskDue.objects.filter(
        due_on__lt=timezone.localdate(now),
        reminded_at__isnull=True,
        task_state__status=TaskState.STATUS_IN_PROGRESS,
    )
    return sum(_remind(key, now=now) for key in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _remind(key: int, *, now: datetime) -> bool:
    # The UPDATE decides between workers.
    if not TaskDue.objects.filter(pk=key, reminded_at__isnull=True).update(reminded_at=now):
        return False
    due = TaskDue.objects.select_related("task_state__workflow_state", "task_state__task").get(pk=key)
    return tell_reviewers(due.task_state, due, template="review_overdue", now=now) > 0

"""Find what a dead worker or a lost queue left behind, and put it back into the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from forms.routing.leases import due
from forms.routing.models import Delivery
from forms.routing.tasks import enqueue_delivery

# A bounded run: what is more waits for the next one, and legs are sent in between.
MOST_AT_ONCE = 1_000
KEEP_FINISHED = timedelta(hours=1)
KEEP_FAILED = timedelta(days=7)
# A task row cannot run this long: its worker was killed. What it stood for has been swept up by then.
ABANDONED = timedelta(days=1)


def sweep(*, now: datetime) -> int:
    """Enqueue every due leg that no waiting task stands for; return how many.

    Idempotent: a leg with a waiting task is left alone, and a task too many finds nothing to claim.
    """
    waiting = DBTaskResult.objects.filter(pk=OuterRef("task_id"), status=TaskResultStatus.READY)
    left = (
        Delivery.objects.filter(due(now))
        .filter(~Exists(waiting))
        .order_by("next_attempt_at")
        .values_list("pk", "task_id")[:MOST_AT_ONCE]
    )
    return sum(_put_back(leg_id, task_id, now=now) for leg_id, task_id in list(left))


def _put_back(leg_id: UUID, old_task: UUID | None, *, now: datetime) -> bool:
    with transaction.atomic():
        rows = Delivery.objects.filter(due(now), pk=leg_id, task_id=old_task)
        put = rows.update(task_id=enqueue_delivery(leg_id))
        if not put:
            # Somebody else put it back, or it has been sent since: our task goes with the rollback.
            transaction.set_rollback(True)
    return bool(put)


def prune(*, now: datetime) -> int:
    """Delete rows of the queue that are done with; the legs keep what happened. Return how many."""
    status = TaskResultStatus
    finished = DBTaskResult.objects.filter(status=status.SUCCESSFUL, finished_at__lt=now - KEEP_FINISHED)
    failed = DBTaskResult.objects.filter(status=status.FAILED, finished_at__lt=now - KEEP_FAILED)
    abandoned = DBTaskResult.objects.filter(status=status.RUNNING, started_at__lt=now - ABANDONED)
    return sum(rows.delete()[0] for rows in (finished, failed, abandoned))

"""Put back what a worker that died left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from forms.desk.models import Export, Job
from forms.desk.tasks import enqueue_export, enqueue_job

# A worker says more often than this that it is at it.
LEFT_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=1)


def restart_left(now: datetime) -> int:
    """Enqueue exports and jobs that no worker is at; give up those of yesterday. Return how many were enqueued."""
    return _restart(Export, enqueue_export, now) + _restart(Job, enqueue_job, now)


def _restart(model: type[Any], enqueue: Callable[[UUID], None], now: datetime) -> int:
    under_way = model.objects.filter(state__in=[model.State.WAITING, model.State.RUNNING])
    under_way.filter(created_at__lt=now - GIVEN_UP_AFTER).update(
        state=model.State.FAILED, finished_at=now, problem="It was not finished within a day."
    )
    left = 0
    for pk in list(under_way.filter(beat_at__lt=now - LEFT_AFTER).values_list("pk", flat=True)):
        with transaction.atomic():
            # Of two that look at once, one changes the row.
            taken = under_way.filter(pk=pk, beat_at__lt=now - LEFT_AFTER).update(beat_at=now)
            if taken:
                enqueue(pk)
                left += 1
    return left

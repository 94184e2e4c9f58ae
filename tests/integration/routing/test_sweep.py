"""What a dead worker or a lost queue left behind comes back into the queue, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from forms.routing.leases import claim
from forms.routing.models import Delivery
from forms.routing.sweep import prune, sweep
from forms.routing.tasks import enqueue_delivery
from tests.integration.routing.legs import Times, try_once

pytestmark = pytest.mark.django_db


def test_a_leg_with_a_waiting_task_is_left_alone(leg: Delivery, times: Times) -> None:
    assert sweep(now=times()) == 0
    assert DBTaskResult.objects.count() == 1


def test_a_lost_queue_table_loses_nothing(leg: Delivery, times: Times) -> None:
    DBTaskResult.objects.all().delete()

    assert sweep(now=times()) == 1
    assert sweep(now=times()) == 0
    assert DBTaskResult.objects.get().pk == Delivery.objects.get(pk=leg.pk).task_id


def test_a_leg_is_put_back_when_its_lease_has_run_out(leg: Delivery, times: Times, settings: Any) -> None:
    claim(delivery_id=leg.pk, now=times())
    DBTaskResult.objects.update(status="RUNNING")
    assert sweep(now=times()) == 0

    times.forward(settings.DELIVERY_LEASE + timedelta(seconds=1))

    assert sweep(now=times()) == 1


def test_a_task_too_many_sends_nothing_twice(leg: Delivery, inboxes: Path, times: Times) -> None:
    enqueue_delivery(leg.pk)
    for _ in range(2):
        sent = try_once(leg, times)

    assert (sent.state, sent.attempts) == ("sent", 1)


@pytest.mark.parametrize("state", ["sent", "failed", "held", "cancelled", "acknowledged"])
def test_a_leg_at_rest_is_never_put_back(leg: Delivery, times: Times, state: str) -> None:
    Delivery.objects.update(state=state, sent_at=times(), held_reason="x")
    DBTaskResult.objects.all().delete()

    assert sweep(now=times()) == 0


def test_a_leg_that_waits_for_its_next_try_is_not_put_back_early(leg: Delivery, times: Times) -> None:
    Delivery.objects.update(state="retrying", next_attempt_at=times() + timedelta(minutes=1))
    DBTaskResult.objects.all().delete()
    assert sweep(now=times()) == 0

    times.forward(timedelta(minutes=1))

    assert sweep(now=times()) == 1


def test_finished_rows_of_the_queue_go_and_waiting_ones_stay(leg: Delivery, times: Times) -> None:
    waiting = DBTaskResult.objects.get()
    long_ago = times() - timedelta(days=8)
    for status in ("SUCCESSFUL", "FAILED", "RUNNING"):
        row = DBTaskResult.objects.get(pk=enqueue_delivery(leg.pk))
        row.status, row.started_at, row.finished_at = status, long_ago, long_ago
        row.save()

    assert prune(now=times()) == 3
    assert DBTaskResult.objects.get() == waiting

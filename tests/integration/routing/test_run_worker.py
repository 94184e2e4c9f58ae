"""The command that carries out the queue."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from directory.models import Organisation, Partner
from forms.routing.models import Delivery, PeriodicJob
from forms.routing.worker import RoutingWorker
from tests.integration.routing.legs import Times, a_leg

# The worker minds its own connections, which a test inside a transaction could not survive.
pytestmark = pytest.mark.django_db(transaction=True)


def _work(queues: str = "routing") -> None:
    # The command itself would take over this process's signals.
    RoutingWorker(queue_names=[queues], interval=0.01, until_idle=True).run()


def test_until_idle_sends_what_is_due_and_runs_the_jobs(
    leg: Delivery, organisation: Organisation, nurse_service: Partner, times: Times
) -> None:
    a_leg(organisation, nurse_service, now=times())
    # In the past of the worker's own clock.
    Delivery.objects.update(next_attempt_at="2020-01-01T00:00:00Z")

    _work()

    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert PeriodicJob.objects.get(name="routing.sweep").last_ok is True


def test_legs_that_wait_for_their_next_try_do_not_keep_it(leg: Delivery, inboxes: Path) -> None:
    Delivery.objects.update(next_attempt_at="2020-01-01T00:00:00Z")
    inboxes.mkdir(parents=True)
    (inboxes / ".unfinished").write_text("in the way")

    _work()

    leg.refresh_from_db()
    assert (leg.state, leg.attempts) == ("retrying", 1)
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_one_queue_is_left_to_others(leg: Delivery) -> None:
    _work("slow")

    assert DBTaskResult.objects.get().status == "READY"


@pytest.mark.parametrize("queues", ["", "default", "routing,unknown"])
def test_an_unknown_queue_is_refused(queues: str) -> None:
    with pytest.raises(CommandError, match="--queues"):
        call_command("run_worker", "--queues", queues, stdout=StringIO())


def test_a_failing_task_leaves_the_worker_running(leg: Delivery, settings: Any) -> None:
    DBTaskResult.objects.update(task_path="forms.routing.tasks.gone")
    Delivery.objects.update(next_attempt_at="2020-01-01T00:00:00Z")

    _work()

    assert DBTaskResult.objects.filter(status="FAILED").count() == 1

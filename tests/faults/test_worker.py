"""Workers are killed, stopped and doubled while they send; nothing is lost and nothing goes twice."""

from __future__ import annotations

import hashlib
import random
import signal
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from audit.trail import audited
from audit.verification import verify_chain
from directory.models import Destination, Organisation
from forms.routing.gate import GateDecision
from forms.routing.models import Delivery, PeriodicJob
from forms.routing.services import create_delivery
from tests import builders
from tests.faults.processes import Site, kill_dead, wait_until
from tests.integration.routing.legs import a_document

pytestmark = pytest.mark.faults
WORKER = ("run_worker", "--interval", "0.05")


def _submit(count: int) -> None:
    """Make `count` subjects with a leg to each of two partners, as submitting a form does."""
    now = timezone.now() - timedelta(seconds=1)
    programme = builders.a_programme()
    organisation: Organisation = builders.an_organisation(programme)
    destinations: list[Destination] = [
        builders.a_destination(builders.a_partner(programme, role=role, code=role), now=now)
        for role in ("nurse", "homecare")
    ]
    for number in range(count):
        subject = uuid4()
        with audited(at=now):
            for destination in destinations:
                document = a_document(
                    organisation,
                    destination.partner,
                    now=now,
                    subject_id=subject,
                    reference=f"EC-{number:04}",
                )
                create_delivery(
                    document=document, destination=destination, gate_decision=GateDecision(True), now=now
                )


def _sent() -> int:
    return Delivery.objects.filter(state="sent").count()


def _assert_everything_arrived_once(site: Site, legs: int) -> None:
    assert _sent() == legs
    arrived = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for inbox in ("nurse", "homecare")
        for path in (site.inboxes / inbox).iterdir()
    }
    expected = {f"{leg.reference}-{leg.pk.hex[:8]}.pdf": leg.payload_sha256 for leg in Delivery.objects.all()}
    assert arrived == expected
    verdict = verify_chain()
    assert verdict.holds, verdict.fault


def _kill_workers_until_all_is_sent(site: Site, *, legs: int, seed: int) -> int:
    """Kill every worker at a random moment after its first leg; return how many died."""
    chance, killed = random.Random(seed), 0
    while _sent() < legs:
        before = _sent()
        with site.process(*WORKER) as worker:
            wait_until(
                lambda before=before: _sent() > before or not _due(), what="a worker sends a leg"
            )  # fmt: skip
            if _sent() < legs:
                time.sleep(chance.uniform(0, 0.4))
                kill_dead(worker)
                killed += 1
        if _sent() < legs and not _due():
            time.sleep(0.2)
    return killed


def _due() -> bool:
    """Say whether a new worker would find something to send, left-behind legs included."""
    now = timezone.now()
    ready = Delivery.objects.filter(state__in=["queued", "retrying"], next_attempt_at__lte=now)
    return ready.exists() or Delivery.objects.filter(state="sending", leased_until__lt=now).exists()


def test_killed_workers_lose_nothing_and_send_nothing_else(site: Site) -> None:
    _submit(30)

    killed = _kill_workers_until_all_is_sent(site, legs=60, seed=1)

    assert killed >= 3, "the test killed too few workers to show anything"
    _assert_everything_arrived_once(site, 60)


@pytest.mark.long
def test_killed_workers_lose_nothing_over_many_submissions(site: Site) -> None:
    _submit(300)

    _kill_workers_until_all_is_sent(site, legs=600, seed=2)

    _assert_everything_arrived_once(site, 600)


def test_two_workers_never_send_the_same_leg(site: Site) -> None:
    _submit(20)

    with site.process(*WORKER), site.process(*WORKER):
        wait_until(lambda: _sent() == 40, what="40 legs are sent")

    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    _assert_everything_arrived_once(site, 40)


def test_stopping_lets_the_current_leg_finish(site: Site) -> None:
    _submit(20)

    with site.process(*WORKER) as worker:
        wait_until(lambda: _sent() >= 3, what="some legs are sent")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0

    assert 3 <= _sent() < 40
    assert not Delivery.objects.filter(state="sending").exists()
    assert not DBTaskResult.objects.filter(status="RUNNING").exists()


def test_stopping_an_idle_worker_ends_it_at_once(site: Site) -> None:
    with site.process("run_worker") as worker:
        wait_until(lambda: DBTaskResult.objects.count() == 0 and _jobs_ran(), what="the worker runs its jobs")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=5) == 0


def test_a_lost_queue_table_loses_nothing(site: Site) -> None:
    _submit(5)
    DBTaskResult.objects.all().delete()

    site.run("run_worker", "--until-idle")

    _assert_everything_arrived_once(site, 10)


def _jobs_ran() -> bool:
    return PeriodicJob.objects.filter(name="routing.sweep", last_ok=True).exists()

"""Periodic jobs: each run is claimed once, and its result is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from forms.routing.jobs import (
    CLAIM,
    JobFailed,
    periodic,
    registered_jobs,
    run_due_jobs,
    unregister,
    write_down_jobs,
)  # fmt: skip
from forms.routing.models import PeriodicJob
from tests.integration.routing.legs import Times

pytestmark = pytest.mark.django_db
NAME = "tests.job"


@pytest.fixture
def runs(times: Times) -> Iterator[list[datetime]]:
    seen: list[datetime] = []

    @periodic(NAME, every=timedelta(minutes=5), title="A job of the test")
    def run(now: datetime) -> str:
        # While it runs, another worker looks for work.
        seen.append(now)
        if len(seen) == 1:
            run_due_jobs(times)
        return "2 things done"

    yield seen
    unregister(NAME)


@pytest.fixture
def only() -> Callable[[], PeriodicJob]:
    """Leave every other job for tomorrow, and read this one."""

    def read() -> PeriodicJob:
        return PeriodicJob.objects.get(pk=NAME)

    return read


def _others_later(times: Times) -> None:
    write_down_jobs(times())
    PeriodicJob.objects.exclude(pk=NAME).update(next_run_at=times() + timedelta(days=1))


def test_a_due_job_runs_once_even_while_another_worker_looks(
    runs: list[datetime], times: Times, only: Callable[[], PeriodicJob]
) -> None:
    _others_later(times)

    assert run_due_jobs(times) == 1
    assert run_due_jobs(times) == 0

    job = only()
    assert runs == [times()]
    assert (job.last_ok, job.last_result, job.claimed_until) == (True, "2 things done", None)
    assert job.next_run_at == times() + timedelta(minutes=5)


def test_it_runs_again_after_its_interval(runs: list[datetime], times: Times) -> None:
    _others_later(times)
    run_due_jobs(times)
    times.forward(timedelta(minutes=5))

    assert run_due_jobs(times) == 1


def test_a_job_that_fails_says_so_and_is_tried_again(times: Times, only: Callable[[], PeriodicJob]) -> None:
    @periodic(NAME, every=timedelta(minutes=5), title="A job of the test")
    def run(now: datetime) -> str:
        raise LookupError("an answer")

    try:
        _others_later(times)
        assert run_due_jobs(times) == 1
    finally:
        unregister(NAME)

    job = only()
    assert (job.last_ok, job.last_result) == (False, "Failed: LookupError. The log says where.")
    assert job.next_run_at == times() + timedelta(minutes=5)


def test_a_job_may_say_in_its_own_words_what_failed(times: Times, only: Callable[[], PeriodicJob]) -> None:
    @periodic(NAME, every=timedelta(minutes=5), title="A job of the test")
    def run(now: datetime) -> str:
        raise JobFailed("2 done, 1 refused")

    try:
        _others_later(times)
        run_due_jobs(times)
    finally:
        unregister(NAME)

    assert (only().last_ok, only().last_result) == (False, "2 done, 1 refused")


def test_the_job_of_a_dead_worker_is_taken_over(runs: list[datetime], times: Times) -> None:
    _others_later(times)
    PeriodicJob.objects.filter(pk=NAME).update(claimed_until=times() + CLAIM)
    assert run_due_jobs(times) == 0

    times.forward(CLAIM + timedelta(seconds=1))

    assert run_due_jobs(times) == 1


def test_a_changed_interval_takes_effect(runs: list[datetime], times: Times) -> None:
    _others_later(times)
    PeriodicJob.objects.filter(pk=NAME).update(every_seconds=1)

    write_down_jobs(times())

    assert PeriodicJob.objects.get(pk=NAME).every_seconds == 300


def test_jobs_that_the_code_no_longer_knows_are_not_listed(times: Times) -> None:
    PeriodicJob.objects.create(name="old.job", every_seconds=1, next_run_at=times())

    assert not registered_jobs().filter(pk="old.job").exists()
    run_due_jobs(times)

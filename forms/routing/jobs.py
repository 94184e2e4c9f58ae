"""Jobs that recur: a registry in code, a row each in the table, every run claimed by one worker.

Put an app's jobs into its module `periodic.py`, which is imported at start:

@periodic("drafts.expire", every=timedelta(hours=1), title="Erase old drafts")
def expire(now: datetime) -> str:
    return f"{expire_drafts(now)} drafts expired"
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from forms.routing.failures import log_failure
from forms.routing.models import PeriodicJob

logger = logging.getLogger(__name__)

# Longer than any job may take. A worker that dies in a job leaves it to another after this.
CLAIM = timedelta(minutes=15)
Run = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the code declares it; `run(now)` returns what it did, in a few words, no patient data."""

    name: str
    every: timedelta
    run: Run
    title: str


class JobFailed(Exception):
    """A job did part of its work or none; the message says what, in few words and without patient data."""


_jobs: dict[str, Job] = {}


def periodic(name: str, every: timedelta, *, title: str) -> Callable[[Run], Run]:
    """Register `run(now) -> str` to be run by the worker once in every interval; people read its title."""

    def register(run: Run) -> Run:
        _jobs[name] = Job(name, every, run, title)
        return run

    return register


def unregister(name: str) -> None:
    """Take a job out of the registry."""
    del _jobs[name]


def title_of(name: str) -> str:
    """Return what people call a job; for one that this code does not know, its name."""
    return _jobs[name].title if name in _jobs else name


def registered_jobs() -> QuerySet[PeriodicJob]:
    """Return the rows of the jobs that this code knows."""
    return PeriodicJob.objects.filter(name__in=_jobs)


def write_down_jobs(now: datetime) -> None:
    """Give every registered job its row, due at once the first time; keep intervals as the code says."""
    for job in _jobs.values():
        seconds = int(job.every.total_seconds())
        row, created = PeriodicJob.objects.get_or_create(
            name=job.name, defaults={"every_seconds": seconds, "next_run_at": now}
        )
        if not created and row.every_seconds != seconds:
            PeriodicJob.objects.filter(pk=row.pk).update(every_seconds=seconds, next_run_at=now)


def run_due_jobs(clock: Callable[[], datetime]) -> int:
    """Run the jobs whose time has come and which no other worker runs; return how many ran."""
    now = clock()
    due = list(registered_jobs().filter(_free(now)).values_list("name", flat=True))
    return sum(_run_once(_jobs[name], clock) for name in due)


def _free(now: datetime) -> Q:
    return Q(next_run_at__lte=now) & (Q(claimed_until__isnull=True) | Q(claimed_until__lt=now))


def _run_once(job: Job, clock: Callable[[], datetime]) -> bool:
    started = clock()
    until = started + CLAIM
    # The UPDATE decides between workers: only one of them changes the row.
    claimed = PeriodicJob.objects.filter(_free(started), pk=job.name).update(
        claimed_until=until, last_started_at=started
    )
    if not claimed:
        return False
    try:
        result, ok = job.run(started), True
    except JobFailed as failure:
        logger.warning("Job %s: %s", job.name, failure)
        result, ok = str(failure), False
    except Exception as error:  # noqa: BLE001 - one job's failure must stop neither legs nor other jobs
        log_failure(logger, f"Job {job.name}", error)
        result, ok = f"Failed: {type(error).__name__}. The log says where.", False
    PeriodicJob.objects.filter(pk=job.name, claimed_until=until).update(
        claimed_until=None,
        next_run_at=started + job.every,
        last_finished_at=clock(),
        last_result=result[:240],
        last_ok=ok,
    )
    return True

"""The process that carries out the queue and the periodic jobs."""

from __future__ import annotations

import logging
import sys
import time
from types import FrameType
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connections, reset_queries
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from forms.documents.flushing import flush_with_the_next
from forms.routing.failures import log_failure
from forms.routing.jobs import run_due_jobs, write_down_jobs
from forms.routing.sweep import sweep

logger = logging.getLogger(__name__)

BACKEND = "routing"
SECONDS_BETWEEN_JOB_CHECKS = 1.0
# A signal only takes effect between naps.
LONGEST_NAP = 0.2
LONGEST_WAIT_FOR_DATABASE = 15.0


class RoutingWorker(Worker):
    """django-tasks-db's worker with periodic jobs, a stop that lets the current leg finish, and patience."""

    def __init__(self, *, queue_names: list[str], interval: float, until_idle: bool) -> None:
        super().__init__(
            queue_names=queue_names,
            interval=interval,
            batch=until_idle,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._next_job_check = 0.0
        self._idle = False
        self._begun = False

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish what is being done, then leave the loop; a second signal ends the process at once.

        Theirs leaves at once when no task runs, which may be between claiming a task and running it.
        """
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        logger.info("Stopping after the current task")
        self.running = False

    def run(self) -> None:
        """Work until told to stop, or with `until_idle` until nothing is due."""
        patience = 1.0
        while self.running:
            try:
                if not self._one_round():
                    return
                patience = 1.0
            except (OperationalError, InterfaceError) as error:
                # The database restarts or is locked: legs are safe there, so wait for it.
                log_failure(logger, "Waiting for the database", error)
                connections.close_all()
                self._nap(patience)
                patience = min(patience * 2, LONGEST_WAIT_FOR_DATABASE)

    def _one_round(self) -> bool:
        """Do one task, or the jobs that are due; return False when idle and told to end then."""
        close_old_connections()
        reset_queries()  # in debug mode Django keeps every query's text
        if not self._begun:
            write_down_jobs(timezone.now())
            sweep(now=timezone.now())
            self._begun = True
        ran = self._run_jobs()
        task = self._claim_next()
        if task is not None:
            self._idle = False
            self.run_task(task)
            return True
        if self.batch and not ran:
            return False
        self._idle = True
        self._nap(self.interval)
        return True

    def _run_jobs(self) -> int:
        if time.monotonic() < self._next_job_check:
            return 0
        self._next_job_check = time.monotonic() + SECONDS_BETWEEN_JOB_CHECKS
        return run_due_jobs(timezone.now)

    def _claim_next(self) -> DBTaskResult[..., Any] | None:
        ready = DBTaskResult.objects.ready().filter(
            backend_name=self.backend_name, queue_name__in=self.queue_names
        )
        # On SQLite claiming locks out every writer, so an idle worker looks before it locks.
        if self._idle and not ready.exists():
            return None
        with exclusive_transaction(ready.db):
            # A claim that is forgotten is made again; the leg itself says whether it is due.
            flush_with_the_next()
            task: DBTaskResult[..., Any] | None = ready.get_locked()
            if task is not None:
                task.claim(self.worker_id)
        return task

    def _nap(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.running and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LONGEST_NAP))

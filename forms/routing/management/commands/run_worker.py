"""Carry out the queue and the periodic jobs until stopped."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django_tasks import task_backends
from django_tasks_db.management.commands.db_worker import valid_interval

from forms.routing.worker import BACKEND, RoutingWorker


class Command(BaseCommand):
    """Run a worker: one on SQLite, any number on PostgreSQL."""

    help = "Send deliveries and run periodic jobs. SIGTERM finishes the current delivery and exits with 0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queues", default="routing,slow", help="Queues to work on, separated by commas."
        )
        parser.add_argument(
            "--interval", type=valid_interval, default=0.2, help="Seconds between looks at an empty queue."
        )
        parser.add_argument("--until-idle", action="store_true", help="Exit when nothing is due any more.")

    def handle(self, *, queues: str, interval: float, until_idle: bool, **options: Any) -> None:
        names = [name.strip() for name in queues.split(",") if name.strip()]
        known = task_backends[BACKEND].queues
        if not names or not known.issuperset(names):
            raise CommandError(f"--queues takes some of: {', '.join(sorted(known))}.")
        if settings.REFUSE_PLACEHOLDERS:
            # The web server refuses the same at its start: nothing of a demo is ever sent from here.
            self.check(tags=[Tags.database], databases=["default"])
        worker = RoutingWorker(queue_names=names, interval=interval, until_idle=until_idle)
        worker.configure_signals()
        worker.run()

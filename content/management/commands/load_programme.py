"""Bring a programme into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.texts.compile import TextCompileFailed
from content.loading.files import UnknownProgramme, only_programme
from content.loading.run import DemoRefused, load_programme
from forms.definitions.compile import CompileFailed


class Command(BaseCommand):
    help = (
        "Create a programme's records, partners, forms, agreement texts and pages as drafts. Run again, it adds what is "
        "missing and leaves what editors changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        only = only_programme()
        parser.add_argument("name", nargs="?" if only else None, default=only, help="The programme's folder.")
        parser.add_argument(
            "--demo", action="store_true", help="Also load the demo's people and publish (demo mode only)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_programme(
                options["name"], demo=options["demo"], now=timezone.now(), say=self._say(options)
            )
        except (UnknownProgramme, DemoRefused, CompileFailed, TextCompileFailed) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(report.created)} created, {len(report.kept)} kept as they were.")

    def _say(self, options: dict[str, Any]) -> Any:
        return self.stdout.write if options["verbosity"] > 1 else lambda line: None

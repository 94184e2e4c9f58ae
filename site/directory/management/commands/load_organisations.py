"""Bring a programme's organisations up to date with a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory.loading import LoadRefused, LoadReport, load_organisations
from directory.organisation_csv import COLUMNS, RowProblem, read_rows
from programme.models import Programme


class Command(BaseCommand):
    help = (
        "Create, change and close organisations and sites from a CSV file with the columns "
        f"{', '.join(COLUMNS)}. If any line is wrong, nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The CSV file, in UTF-8.")
        parser.add_argument("--programme", required=True, help="The programme's code.")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(code=options["programme"]).first()
        if programme is None:
            raise CommandError(f"There is no programme with the code {options['programme']!r}.")
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                rows, problems = read_rows(lines)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read: {error}") from error
        if problems:
            raise CommandError(self._refused(problems))
        try:
            report = load_organisations(
                programme=programme, rows=rows, by="load_organisations", now=timezone.now()
            )
        except LoadRefused as refused:
            raise CommandError(self._refused(refused.problems)) from refused
        self._show(report)

    def _refused(self, problems: tuple[RowProblem, ...]) -> str:
        return "\n".join(["Nothing was changed.", *map(str, problems)])

    def _show(self, report: LoadReport) -> None:
        for outcome in ("created", "changed", "closed"):
            codes = getattr(report, outcome)
            self.stdout.write(f"{outcome.capitalize()}: {len(codes)} {' '.join(codes)}".rstrip())
        self.stdout.write(f"Unchanged: {len(report.unchanged)}")

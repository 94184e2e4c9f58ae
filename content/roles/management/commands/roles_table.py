"""Print who may do what, as docs/roles.md shows it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content.roles.table import as_markdown, table_of
from programme.models import Programme


class Command(BaseCommand):
    help = "Print who may do what in a programme, as a table in Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="the code of the programme")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.select_related("site__root_page").get(code=options["programme"])
        self.stdout.write(as_markdown(table_of(programme)), ending="")

"""Write the definition of a form as a file, or the schema of such files."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms.definitions.exchange import file_of
from forms.definitions.exchange.schema import file_schema
from forms.definitions.models import Form


class Command(BaseCommand):
    help = "Print a form as a JSON file: the live form, or its draft. Documented in docs/forms.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", nargs="?", help="the programme's code")
        parser.add_argument("slug", nargs="?", help="the form's address")
        parser.add_argument("--draft", action="store_true", help="the latest draft instead of what is live")
        parser.add_argument("--schema", action="store_true", help="the JSON Schema of such files instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(json.dumps(file_schema(), ensure_ascii=False, indent=2))
            return
        form = Form.objects.filter(programme__code=options["programme"], slug=options["slug"]).first()
        if form is None:
            raise CommandError("No form has this programme and address.")
        written = form.get_latest_revision_as_object() if options["draft"] or not form.live else form
        self.stdout.write(file_of(written).decode(), ending="")

"""Make a draft of a form from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from forms.definitions.exchange import ImportRefused, import_definition
from programme.models import Programme


class Command(BaseCommand):
    help = "Save the form of a JSON file as a draft, in the name of a person; others approve and publish it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="the programme's code")
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the e-mail address of who imports it, its author")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = Programme.objects.filter(code=options["programme"]).first()
        by = User.objects.filter(email=options["by"]).first()
        if programme is None or by is None:
            raise CommandError("No programme has this code, or nobody this address.")
        try:
            data = options["file"].read_bytes()
            imported = import_definition(data=data, programme=programme, by=by, now=timezone.now())
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from None
        except ImportRefused as refused:
            raise CommandError(f"Nothing was saved.\n{refused}") from None
        what = "new form" if imported.is_new else "new draft" if imported.is_changed else "nothing to change"
        self.stdout.write(f"{imported.form.title}: {what}")

"""Print how to sign in as the people of the demo."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.demo_accounts import DemoOnly, demo_accounts


class Command(BaseCommand):
    help = "Print e-mail, password and current second-factor code of each demo account (demo only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", default="", help="Only this account.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = list(demo_accounts(now=timezone.now(), email=options["email"]))
        except DemoOnly as error:
            raise CommandError(str(error)) from error
        if not accounts:
            raise CommandError("No such demo account. Run load_programme in demo mode first.")
        for account in accounts:
            self.stdout.write(f"{account.name} ({', '.join(account.places) or 'no membership'})")
            self.stdout.write(f"  e-mail    {account.email}")
            self.stdout.write(f"  password  {account.password}")
            self.stdout.write(f"  code      {account.code or 'used just now: ask again in 30 seconds'}")

"""Register one synthetic patient with a running demo, over HTTP, and show what its partners received."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.demo_accounts import DEMO_PASSWORD, DemoAccount, demo_accounts
from content.demo.browser import Browser, BrowsingFailed
from content.demo.filling import NotOffered, typed
from content.demo.received import NotDelivered, wait_until_received
from content.demo.registering import PageRefused, register, sign_in
from content.loading.files import folder_of, only_programme

SECONDS_TO_DELIVER = 60
# A code is good once: the next one comes with the next time step of 30 seconds.
SECONDS_TO_NEXT_CODE = 31


class Command(BaseCommand):
    help = "Register one synthetic patient with the demo that runs at an address (demo only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://localhost:8000", help="Where the demo runs.")
        only = only_programme()
        parser.add_argument("--programme", default=only, required=not only, help="The programme's folder.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ACCOUNTS:
            raise CommandError("This registers a made-up patient: in demo mode only. Run make demo.")
        plan = folder_of(options["programme"]).read("demo")["registration"]
        browser = Browser(options["address"])
        try:
            self.stdout.write(f"Signing in as {plan['by']}")
            sign_in(browser, email=plan["by"], password=DEMO_PASSWORD, code=lambda: self._code(plan["by"]))
            reference = register(
                browser,
                form_slug=plan["form"],
                answers=typed(plan["answers"], today=timezone.localdate()),
                say=lambda title: self.stdout.write(f"  page  {title}"),
            )
            self.stdout.write(f"Sent as {reference}. Waiting for the deliveries.")
            received = wait_until_received(reference, seconds=SECONDS_TO_DELIVER)
        except (BrowsingFailed, NotDelivered, NotOffered, PageRefused) as error:
            raise CommandError(f"The registration did not arrive. {error}") from error
        self.stdout.write(f"\nReference {reference}")
        for one in received:
            self.stdout.write(f"  {one.partner} received {one.path}")
            self.stdout.write(f"    passphrase: {one.passphrase or 'none needed'}")

    def _code(self, email: str) -> str:
        for _ in range(SECONDS_TO_NEXT_CODE):
            account: DemoAccount | None = next(demo_accounts(now=timezone.now(), email=email), None)
            if account is None:
                raise CommandError(f"There is no demo account {email}. Run load_programme --demo first.")
            if account.code:
                return account.code
            time.sleep(1)
        raise CommandError(f"No fresh second-factor code for {email}. Try again in a minute.")

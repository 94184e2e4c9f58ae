from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.verification import verify_chain


class Command(BaseCommand):
    help = "Verify the audit trail: every link, its order and its head."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain()
        if not verdict.holds:
            raise CommandError(f"The audit trail does not hold. {verdict.fault}")
        self.stdout.write(f"The audit trail holds: {verdict.events} events.")

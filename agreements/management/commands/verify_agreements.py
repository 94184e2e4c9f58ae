from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.verification.records import verify_records
from agreements.verification.trust import UNTRUSTED, untrusted_seals


class Command(BaseCommand):
    help = "Compare every complete agreement with what the audit trail recorded about it."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_records()
        if not verdict.holds:
            raise CommandError(f"An agreement does not hold. {verdict.fault}")
        for one in untrusted_seals():
            self.stderr.write(f"{UNTRUSTED}: {one} Add it to SEAL_TRUSTED_CERTIFICATES.")
        self.stdout.write(f"The agreements hold: {verdict.agreements} compared.")

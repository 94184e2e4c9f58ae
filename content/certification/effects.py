"""What certified pages ask of changes of records: each waits until the pages that it touches are certified with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from accounts.models import User
from audit.trail import record
from content.certification.models import PendingChange
from content.certification.refusals import ChangeOpen
from content.certification.touched import touched_by
from labelling.models import RecordChange
from labelling.services import SUBJECT


class CertifiedPages:
    """What is supplied to `labelling.effects`."""

    def touched(self, *, change: RecordChange, make: Callable[[], object]) -> tuple[str, ...]:
        """Return the titles of the pages that have to be certified with a change."""
        return tuple(str(one) for one in touched_by(make, programme=change.programme))

    def has_to_wait(
        self, *, change: RecordChange, make: Callable[[], object], by: Any, now: datetime
    ) -> bool:
        """Say whether a change touches certified pages; if so, keep it until they are certified with it.

        Raise ChangeOpen while another change of the same programme waits: what pages would show hangs on both.
        """
        if not touched_by(make, programme=change.programme):
            return False
        if PendingChange.objects.filter(
            programme=change.programme, state=PendingChange.State.WAITING
        ).exists():
            raise ChangeOpen(
                "Another change waits for its pages to be certified. Wait for it, or have it given up first."
            )
        pending = PendingChange.objects.create(
            programme=change.programme,
            kind=SUBJECT,
            subject_id=str(change.pk),
            summary=str(change)[:240],
            approved_by=by if isinstance(by, User) else None,
            waits_since=now,
        )
        record("pending_change.waits", actor=by, subject=pending, programme=pending.programme_id)
        return True

    def waits(self, *, change: RecordChange) -> bool:
        """Say whether a change still waits for pages."""
        return PendingChange.objects.filter(
            kind=SUBJECT, subject_id=str(change.pk), state=PendingChange.State.WAITING
        ).exists()

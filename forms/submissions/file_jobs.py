"""What recurs for files of drafts: the scan of those that wait for it, and the end of forgotten ones."""

from __future__ import annotations

from datetime import datetime

from forms.routing.jobs import JobFailed
from forms.submissions.models import Draft
from forms.uploads.alarming import tell_office
from forms.uploads.offering import overdue_drafts
from forms.uploads.services import extend, purge_drafts, scan_waiting

WORKER = "worker"


def scan_files(now: datetime) -> str:
    """Scan what waits; raise JobFailed while no scanner answers, and tell the office once of files that wait long."""
    done, waiting = scan_waiting(now)
    if waiting:
        try:
            tell_office(now)
        except OSError as error:
            raise JobFailed(
                f"No verdict for {waiting} files; mail not taken: {type(error).__name__}"
            ) from error
        raise JobFailed(f"{done} files scanned. No virus scanner answers: {waiting} wait, and are not sent")
    return f"{done} files scanned"


def settle_overdue_files(now: datetime) -> int:
    """Keep overdue files as long as their draft is open, and remove the others; return how many drafts they had."""
    overdue = overdue_drafts(now)
    open_until = dict(
        Draft.objects.filter(pk__in=overdue, state=Draft.State.OPEN, expires_at__gt=now).values_list(
            "pk", "expires_at"
        )
    )
    for draft_id, until in open_until.items():
        extend(draft_id=draft_id, until=until)
    if ended := [draft_id for draft_id in overdue if draft_id not in open_until]:
        purge_drafts(ended, by=WORKER, now=now)
    return len(overdue)

"""Ask the scanner again about files that wait for its verdict. Without one nothing is sent."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from audit.trail import audited
from forms.uploads import bytes as stored_bytes
from forms.uploads.models import Upload
from forms.uploads.services.recording import SYSTEM, record_upload
from forms.uploads.services.removing import destroy_on_commit, remove_uploads
from forms.uploads.services.storing import verdict_of
from scanning import Infected
from vault.storage import NotStored

logger = logging.getLogger(__name__)

SCANNED_AT_ONCE = 50
State = Upload.State


def scan_waiting(now: datetime) -> tuple[int, int]:
    """Scan the files that wait, oldest first; return how many have their verdict, and how many still wait."""
    waiting = Upload.objects.filter(state=State.WAITING, removed_at__isnull=True)
    done = 0
    for upload_id in list(waiting.order_by("created_at").values_list("pk", flat=True)[:SCANNED_AT_ONCE]):
        if not scan(upload_id=upload_id, now=now):
            # The scanner is away: the others would only wait for it as well.
            break
        done += 1
    return done, waiting.count()


def scan(*, upload_id: UUID, now: datetime) -> bool:
    """Scan one file, outside any transaction; say whether it needs no more scanning."""
    upload = Upload.objects.filter(pk=upload_id, state=State.WAITING, removed_at__isnull=True).first()
    if upload is None:
        return True
    try:
        state = verdict_of(stored_bytes.get(upload.pk))
    except NotStored:
        # Whoever stored it died in between, and no answer names it.
        remove_uploads(draft_id=upload.draft_id, ids=[upload.pk], by=SYSTEM, now=now)
        return True
    except Infected:
        state = State.INFECTED
    if state == State.WAITING:
        return False
    _take(upload, state, now=now)
    return True


def _take(upload: Upload, state: str, *, now: datetime) -> None:
    with audited(at=now):
        rows = Upload.objects.filter(pk=upload.pk, state=State.WAITING, removed_at__isnull=True)
        if not rows.update(state=state, scanned_at=now):
            return
        if state == State.INFECTED:
            record_upload("infected", upload, by=SYSTEM, sha256=upload.sha256, kept=False)
            destroy_on_commit([upload.pk], now=now)
        else:
            record_upload("clean", upload, by=SYSTEM)

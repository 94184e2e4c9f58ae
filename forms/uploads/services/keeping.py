"""What becomes of a draft's files when it is sent, handed over, or lives longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from audit.trail import audited
from forms.definitions.fields.base import AnsweredFile
from forms.uploads.models import Upload
from forms.uploads.refusals import FilesNotReady
from forms.uploads.services.recording import record_upload
from forms.uploads.services.removing import purge_drafts

State = Upload.State
BEING_CHECKED = "A file is still being checked for viruses. Nothing was sent. Try again in a few minutes."
GONE = "A file is no longer here, or a virus was found in it. Remove it from its page and choose it again."


def keep_sent(
    *, draft_id: UUID, files: Iterable[AnsweredFile], submission_id: UUID, by: object, now: datetime
) -> None:
    """Keep the files that the answers of a sent form name, and remove the others of its draft.

    :raises FilesNotReady: one of them is not known to be clean, or is not the one that the answer names.
    """
    wanted = {UUID(one.id): one.sha256 for one in files}
    with audited(at=now):
        rows = Upload.objects.select_for_update().filter(
            draft_id=draft_id, pk__in=wanted, removed_at__isnull=True
        )
        found = {row.pk: row for row in rows.defer("name_sealed")}
        if any(row.state == State.WAITING for row in found.values()):
            raise FilesNotReady(BEING_CHECKED)
        clean = {pk: row.sha256 for pk, row in found.items() if row.state == State.CLEAN}
        if clean != wanted:
            raise FilesNotReady(GONE)
        Upload.objects.filter(pk__in=clean).update(sent_at=now, expires_at=None)
        for row in found.values():
            record_upload("sent", row, by=by, submission=str(submission_id))
        purge_drafts([draft_id], by=by, now=now, keep=clean.keys())


def hand_over(*, draft_id: UUID, owner_id: UUID, now: datetime) -> None:
    """Make the files of a draft its new owner's, inside the caller's audited block, which records it."""
    with audited(at=now):
        Upload.objects.filter(draft_id=draft_id, sent_at__isnull=True).update(owner_id=owner_id)


def extend(*, draft_id: UUID, until: datetime) -> None:
    """Keep the files of a draft that lives longer."""
    Upload.objects.filter(draft_id=draft_id, sent_at__isnull=True, removed_at__isnull=True).update(
        expires_at=until
    )

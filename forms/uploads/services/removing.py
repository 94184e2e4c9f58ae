"""Take files away: the row says so in its transaction, the bytes are destroyed once that is committed."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from audit.trail import audited
from forms.uploads import bytes as stored_bytes
from forms.uploads.models import Upload
from forms.uploads.services.recording import record_upload

logger = logging.getLogger(__name__)

DESTROYED_AT_ONCE = 200


def remove_uploads(*, draft_id: UUID, ids: Collection[UUID], by: object, now: datetime) -> int:
    """Remove files of a draft that was not sent; return how many there were. Others' and sent ones stay."""
    with audited(at=now):
        return _remove(Upload.objects.filter(draft_id=draft_id, pk__in=ids), by=by, now=now, why="removed")


def purge_drafts(
    draft_ids: Collection[UUID], *, by: object, now: datetime, keep: Collection[UUID] = ()
) -> int:
    """Remove what drafts hold that end unsent, or but for those to `keep` are sent; return how many files."""
    with audited(at=now):
        rows = Upload.objects.filter(draft_id__in=draft_ids).exclude(pk__in=keep)
        return _remove(rows, by=by, now=now, why="purged")


def destroy_removed(now: datetime) -> int:
    """Destroy the bytes of what was removed or is infected; return how many were, for the job that repeats it."""
    ids = list(_doomed().order_by("pk").values_list("pk", flat=True)[:DESTROYED_AT_ONCE])
    return destroy(ids, now=now)


def destroy_on_commit(ids: Iterable[UUID], *, now: datetime) -> None:
    """Destroy the bytes of files once the surrounding transaction is committed."""
    transaction.on_commit(partial(destroy, list(ids), now=now))


def destroy(ids: Collection[UUID], *, now: datetime) -> int:
    """Destroy the bytes of doomed files and say so; what fails is left to the job."""
    gone = []
    for upload_id in _doomed().filter(pk__in=ids).values_list("pk", flat=True):
        try:
            stored_bytes.destroy(upload_id)
        except Exception as error:  # noqa: BLE001 - whatever a storage raises, the others go all the same
            logger.warning("The bytes of upload %s are still there: %s", upload_id, type(error).__name__)
            continue
        gone.append(upload_id)
    done = Upload.objects.filter(pk__in=gone)
    # Of what was removed nothing is kept but its events; an infected one is named to its owner until removed.
    done.filter(removed_at__isnull=False).delete()
    done.update(destroyed_at=now)
    return len(gone)


def _remove(rows: QuerySet[Upload], *, by: object, now: datetime, why: str) -> int:
    found = list(
        rows.filter(sent_at__isnull=True, removed_at__isnull=True).defer("name_sealed").select_for_update()
    )
    if found:
        ids = [one.pk for one in found]
        Upload.objects.filter(pk__in=ids).update(removed_at=now, name_sealed=b"")
        for upload in found:
            record_upload(why, upload, by=by)
        destroy_on_commit(ids, now=now)
    return len(found)


def _doomed() -> QuerySet[Upload]:
    doomed = Q(removed_at__isnull=False) | Q(state=Upload.State.INFECTED)
    return Upload.objects.filter(doomed, destroyed_at__isnull=True)

"""Which files a draft has, as its questions show them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from forms.definitions.context import FileState, OfferedFile
from forms.definitions.fields.files import NAME
from forms.definitions.spec import FieldSpec
from forms.uploads.models import Upload

LOOKED_AT_ONCE = 200


def asks_for_files(fields: Collection[FieldSpec]) -> bool:
    """Say whether any of the fields takes files."""
    return any(field.type == NAME for field in fields)


def offered_files(draft_id: UUID, fields: Collection[FieldSpec]) -> tuple[OfferedFile, ...]:
    """Return the files that were uploaded for these fields of a draft; where none takes files, ask nobody."""
    keys = [field.key for field in fields if field.type == NAME]
    if not keys:
        return ()
    return tuple(map(offered, live_uploads(draft_id).filter(field_key__in=keys).order_by("created_at", "pk")))


def live_uploads(draft_id: UUID) -> QuerySet[Upload]:
    """Return the files of a draft that nobody removed."""
    return Upload.objects.filter(draft_id=draft_id, removed_at__isnull=True)


def total_size(draft_id: UUID) -> int:
    """Return how many bytes the files of a draft have together."""
    return live_uploads(draft_id).aggregate(total=Sum("size"))["total"] or 0


def offered(upload: Upload) -> OfferedFile:
    """Return an upload as a question offers it."""
    return OfferedFile(
        id=str(upload.pk),
        field=upload.field_key,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        state=FileState(upload.state),
    )


def overdue_drafts(now: datetime) -> list[UUID]:
    """Return the drafts, some at a time, whose unsent files have come to their end."""
    overdue = Upload.objects.filter(expires_at__lte=now, sent_at__isnull=True, removed_at__isnull=True)
    return list(overdue.order_by().values_list("draft_id", flat=True).distinct()[:LOOKED_AT_ONCE])

"""Keep a file that was checked: scanned first, then its row, then its bytes; nothing of it where one fails."""

from __future__ import annotations

import hashlib
import io
import logging
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError

from audit.trail import audited
from forms.uploads import bytes as stored_bytes
from forms.uploads.holding import Holder
from forms.uploads.models import Upload
from forms.uploads.offering import live_uploads
from forms.uploads.refusals import FileRefused
from forms.uploads.services.recording import record_upload
from forms.uploads.services.removing import remove_uploads
from scanning import Infected, NotScanned, require_clean
from sniffing import Kind

logger = logging.getLogger(__name__)

State = Upload.State


def store_upload(
    *, holder: Holder, field_key: str, name: str, kind: Kind, data: bytes, by: object, now: datetime
) -> Upload:
    """Scan a checked file and keep it for a question of a draft; the same file again is the one kept before.

    Where no verdict is to be had it is kept as waiting, and not sent before there is one. Call it outside
    any transaction: others would wait for the scanner and the storage.

    :raises FileRefused: the scanner found something, or the file could not be stored; nothing is kept.
    """
    upload = _row(holder, field_key=field_key, name=name, kind=kind, data=data, now=now)
    upload.state = _verdict(upload, data, by=by, now=now)
    upload.scanned_at = now if upload.state == State.CLEAN else None
    kept = _kept(upload, by=by, now=now)
    try:
        stored_bytes.put(kept.pk, data)
    except Exception as error:
        if kept is upload:
            # The one kept before has its bytes since then, and an answer that names it.
            remove_uploads(draft_id=holder.draft_id, ids=[upload.pk], by=by, now=now)
        logger.exception("Upload %s could not be stored", upload.pk)
        raise FileRefused("The file could not be stored. Try again in a few minutes.") from error
    return kept


def verdict_of(data: bytes) -> str:
    """Return clean or waiting; raise Infected. Where the product is in use, no scanner means no verdict."""
    try:
        scanned = require_clean(io.BytesIO(data))
    except NotScanned:
        return State.WAITING
    return State.CLEAN if scanned or not settings.REFUSE_PLACEHOLDERS else State.WAITING


def _row(holder: Holder, *, field_key: str, name: str, kind: Kind, data: bytes, now: datetime) -> Upload:
    upload = Upload(
        programme_id=holder.programme_id,
        organisation_id=holder.organisation_id,
        owner_id=holder.owner_id,
        draft_id=holder.draft_id,
        field_key=field_key,
        media_type=kind.media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=now,
        expires_at=holder.expires_at,
    )
    upload.name = name
    return upload


def _verdict(upload: Upload, data: bytes, *, by: object, now: datetime) -> str:
    try:
        return verdict_of(data)
    except Infected as error:
        with audited(at=now):
            record_upload("infected", upload, by=by, sha256=upload.sha256, kept=False)
        raise FileRefused(
            "The virus scan found something in it, so it was destroyed. Use a clean one."
        ) from error


def _kept(upload: Upload, *, by: object, now: datetime) -> Upload:
    try:
        with audited(at=now):
            upload.save(force_insert=True)
            record_upload("stored", upload, by=by, state=upload.state)
    except IntegrityError:
        same = live_uploads(upload.draft_id).filter(field_key=upload.field_key, sha256=upload.sha256)
        earlier = same.exclude(state=State.INFECTED).first()
        if earlier is None:
            raise
        return earlier
    return upload

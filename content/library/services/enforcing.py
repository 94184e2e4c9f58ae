"""Which version readers get: put in force, and withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from audit.trail import audited, record
from content.library.clearance import require_certified, require_ready
from content.library.models import Document, DocumentVersion
from content.library.services.uploading import LOADER


def put_in_force(*, version: DocumentVersion, by: User | None, now: datetime) -> Document:
    """Let readers have this version from now on; raise NotReady, or NotCertified without its certificate."""
    with audited(at=now):
        document: Document = Document.objects.select_for_update().get(pk=version.document_id)
        held = DocumentVersion.objects.get(pk=version.pk)
        require_ready(held)
        require_certified(held, on=timezone.localdate(now))
        held.in_force_at = now
        held.save(update_fields=["in_force_at"])
        document.current = held
        document.save()
        record(
            "document.put_in_force",
            actor=by or LOADER,
            subject=document,
            programme=document.programme_id,
            detail={"version": str(held.pk), "number": held.number, "sha256": held.sha256},
        )
    return document


def withdraw(*, document: Document, by: User | None, now: datetime, reason: str = "") -> Document:
    """Take a document off the site; its versions and its address stay."""
    with audited(at=now):
        held: Document = Document.objects.select_for_update().get(pk=document.pk)
        if held.current_id is None:
            return held
        record(
            "document.withdrawn",
            actor=by or "worker",
            subject=held,
            programme=held.programme_id,
            detail={"version": str(held.current_id), "reason": reason},
        )
        held.current = None
        held.save()
    return held

"""What the trail keeps of a file: its size and type, never its name or what it holds."""

from __future__ import annotations

from typing import Any

from audit.trail import record
from forms.uploads.models import Upload

SYSTEM = "uploads"


def record_upload(action: str, upload: Upload, *, by: object, **detail: Any) -> None:
    """Record what was done with a file, inside the caller's audited block."""
    record(
        f"upload.{action}",
        actor=by,
        subject=upload,
        programme=upload.programme_id,
        organisation=upload.organisation_id,
        detail={
            "draft": str(upload.draft_id),
            "media_type": upload.media_type,
            "size": upload.size,
            **detail,
        },
    )

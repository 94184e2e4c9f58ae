"""Record that somebody took a copy of an agreement."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from audit.trail import audited


def note_download(*, agreement: Agreement, audience: str, sha256: str, by: User, now: datetime) -> None:
    """Record a download: of the copy to read as evidence of reading, of any other as what it is."""
    action = "pdf_downloaded" if audience == "reading" else "copy_downloaded"
    with audited(at=now):
        note(action, agreement, by=by, document=audience, sha256=sha256)

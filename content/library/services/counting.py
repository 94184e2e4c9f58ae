"""Count downloads per version and day."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from content.library.models import DocumentVersion, DownloadCount


def count_download(*, version: DocumentVersion, on: date) -> None:
    """Add one to the downloads of a version on a day. Nothing about the reader is kept."""
    rows = DownloadCount.objects.filter(version=version, day=on)
    if rows.update(number=F("number") + 1):
        return
    try:
        with transaction.atomic():
            DownloadCount.objects.create(version=version, day=on, number=1)
    except IntegrityError:
        rows.update(number=F("number") + 1)

"""What happens to a version after its upload: the virus scan, then reading. Nothing is read before it is scanned."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.search import index

from audit.trail import audited, record
from content.library.clearance import scan_allows
from content.library.files import opened, store_thumbnail
from content.library.models import Document, DocumentVersion, VersionText
from content.library.reading.parent import read_file
from content.library.services.enforcing import withdraw
from content.library.tasks import enqueue_processing
from scanning import ScannerUnavailable, Verdict, scanner

logger = logging.getLogger(__name__)

Scan, Reading = DocumentVersion.Scan, DocumentVersion.Reading
MOST_AT_ONCE = 200
# A file that ends the worker itself is not read for ever.
MOST_TRIES = 3


def process(*, version_id: UUID, now: datetime) -> str:
    """Scan and read a version as far as that is not done; return what it came to, in a few words."""
    version = DocumentVersion.objects.select_related("document").get(pk=version_id)
    if not _scanned(version, now):
        return "no verdict yet"
    if version.scan == Scan.INFECTED:
        return "infected"
    if version.reading == Reading.WAITING:
        _read(version)
    return str(version.reading)


def put_back(*, now: datetime) -> int:
    """Enqueue every version with something left to do that no waiting task stands for; return how many."""
    tasks = DBTaskResult.objects.filter(
        pk=OuterRef("task_id"), status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    left = DocumentVersion.objects.filter(_unfinished()).filter(~Exists(tasks)).order_by("pk")[:MOST_AT_ONCE]
    found = list(left)
    for version in found:
        enqueue_processing(version)
    return len(found)


def _unfinished() -> Q:
    unscanned = Q(scan=Scan.WAITING)
    if scanner() is not None:
        unscanned |= Q(scan=Scan.NONE)
    return unscanned | Q(reading=Reading.WAITING, scan__in=[Scan.CLEAN, Scan.NONE])


def _scanned(version: DocumentVersion, now: datetime) -> bool:
    """Make sure that a version has its verdict; return whether it has one."""
    if version.scan == Scan.INFECTED or (version.scan != Scan.WAITING and scan_allows(version)):
        return True
    asked = scanner()
    if asked is None:
        _note_scan(version, Scan.NONE, "", now)
        return True
    try:
        with opened(version.file) as content:
            verdict = asked.scan(content)
    except ScannerUnavailable as error:
        logger.warning("Version %s was not scanned: %s", version.pk, error)
        return False
    _take_verdict(version, verdict, now)
    return True


def _take_verdict(version: DocumentVersion, verdict: Verdict, now: datetime) -> None:
    with audited(at=now):
        _note_scan(version, Scan.CLEAN if verdict.is_clean else Scan.INFECTED, verdict.finding, now)
        if not verdict.is_clean:
            record(
                "document.infected",
                actor="worker",
                subject=version,
                programme=version.document.programme_id,
                detail={"finding": verdict.finding[:200]},
            )
            if version.document.current_id == version.pk:
                withdraw(document=version.document, by=None, now=now, reason="infected")


def _note_scan(version: DocumentVersion, scan: str, detail: str, now: datetime) -> None:
    version.scan, version.scan_detail, version.scanned_at = scan, detail[:200], now
    version.save(update_fields=["scan", "scan_detail", "scanned_at"])


def _read(version: DocumentVersion) -> None:
    version.reading_tries += 1
    if version.reading_tries > MOST_TRIES:
        version.reading = Reading.UNREADABLE
        version.save(update_fields=["reading", "reading_tries"])
        return
    version.save(update_fields=["reading_tries"])
    with opened(version.file) as content:
        found = read_file(content, media_type=version.media_type)
    if found.text:
        VersionText.objects.update_or_create(version=version, defaults={"text": found.text})
    if found.thumbnail:
        version.thumbnail = store_thumbnail(found.thumbnail, sha256=version.sha256)
    version.reading, version.pages = found.state, found.pages
    version.save(update_fields=["reading", "pages", "thumbnail"])
    document = Document.objects.get(pk=version.document_id)
    if document.current_id == version.pk:
        index.insert_or_update_object(document)

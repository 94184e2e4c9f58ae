"""The queue's view of a version: a row that says 'scan and read this one'. The version itself is the truth."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from content.library.models import DocumentVersion


@task(backend="routing", queue_name="slow")
def process_version(version_id: str) -> str:
    """Scan a version and read it, as far as that is not done yet."""
    from content.library.processing import process

    return process(version_id=UUID(version_id), now=timezone.now())


def enqueue_processing(version: DocumentVersion) -> None:
    """Insert the task in the caller's transaction."""
    version.task_id = UUID(str(process_version.enqueue(str(version.pk)).id))
    version.save(update_fields=["task_id"])

"""The queue's view of this floor: a row that says 'seal this one' or 'send this mail'."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task


@task(backend="routing", queue_name="routing")
def seal_agreement(agreement_id: str) -> str:
    """Seal an agreement that all have signed, if it is not sealed yet."""
    from agreements.services.sealing import seal

    return seal(agreement_id=UUID(agreement_id), now=timezone.now())


@task(backend="routing", queue_name="routing")
def send_notice(notice_id: str) -> str:
    """Send a mail that is owed, if it was not sent yet."""
    from agreements.notices.sending import send

    return send(notice_id=UUID(notice_id), now=timezone.now())


def enqueue_seal(agreement_id: UUID) -> None:
    """Insert the task in the caller's transaction."""
    seal_agreement.enqueue(str(agreement_id))


def enqueue_notice(notice_id: UUID) -> None:
    """Insert the task in the caller's transaction."""
    send_notice.enqueue(str(notice_id))

"""The queue's view of certification: a row that says 'send this mail'."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task


@task(backend="routing", queue_name="routing")
def send_owed_mail(mail_id: str) -> bool:
    """Send a mail that is owed, if it was not sent yet."""
    from content.certification.mails import send

    return send(mail_id=UUID(mail_id), now=timezone.now())


def enqueue_mail(mail_id: UUID) -> None:
    """Insert the task in the caller's transaction."""
    send_owed_mail.enqueue(str(mail_id))

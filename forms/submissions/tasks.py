"""The queue's view of the mail to a submitter: a row that says 'tell them'."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from forms.submissions.notifications import notify


@task(backend="routing", queue_name="routing")
def notify_submitter(submission_id: str) -> str:
    """Send the mail about a submission's outcome, if it has not been sent."""
    return notify(submission_id=UUID(submission_id), now=timezone.now())


def enqueue_notification(submission_id: UUID) -> None:
    """Insert the task in the caller's transaction."""
    notify_submitter.enqueue(str(submission_id))

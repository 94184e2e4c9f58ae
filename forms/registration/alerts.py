"""Tell the people who handle a kind of task by e-mail that one is open. No patient data leaves here."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task as queued

from forms.registration.models import RestrictedTask
from forms.registration.rights import handlers_of
from forms.routing.transports.mail import sender_address

TEMPLATE = "registration/emails/task"
# How long the queue has before the periodic job takes over what a dead worker or mail server left.
GRACE = timedelta(minutes=5)

logger = logging.getLogger(__name__)


@queued(backend="routing", queue_name="routing")
def alert_handlers(task_id: str) -> str:
    """Send the e-mail about a task, if it has not been sent."""
    return alert(task_id=UUID(task_id), now=timezone.now())


def enqueue_alert(task_id: UUID) -> None:
    """Insert the alert in the caller's transaction."""
    alert_handlers.enqueue(str(task_id))


def alert(*, task_id: UUID, now: datetime) -> str:
    """Mail everybody who may handle a task; return what was done.

    At least once: a worker that dies before the note is taken sends it again, with the same Message-ID.
    """
    task = (
        RestrictedTask.objects.select_related("programme")
        .filter(pk=task_id, state=RestrictedTask.State.OPEN, alerted_at__isnull=True)
        .first()
    )
    if task is None:
        return "nothing to tell"
    addresses = list(handlers_of(task.kind).values_list("email", flat=True))
    if not addresses:
        logger.warning("Task %s: nobody has the right to handle it", task.pk)
        return "nobody to tell"
    for address in addresses:
        alert_mail(task, address).send()
    RestrictedTask.objects.filter(pk=task.pk).update(alerted_at=now)
    return f"told {len(addresses)}"


def alert_overdue(now: datetime) -> int:
    """Send every alert that the queue owes for longer than the grace; return how many were sent."""
    owed = RestrictedTask.objects.filter(
        state=RestrictedTask.State.OPEN, alerted_at__isnull=True, created_at__lte=now - GRACE
    )
    sent = 0
    for task_id in list(owed.values_list("pk", flat=True)[:200]):
        try:
            sent += alert(task_id=task_id, now=now).startswith("told")
        except OSError as error:
            # The mail server refuses or is away: the next run tries again.
            logger.warning("Task %s: its handlers were not told: %s", task_id, type(error).__name__)
    return sent


def alert_mail(task: RestrictedTask, address: str) -> EmailMultiAlternatives:
    """Write the mail: which kind of task, the reference, until when, and the link to it."""
    context = {
        "task": task,
        "programme": task.programme,
        "contact": settings.DELIVERY_CONTACT_EMAIL,
        "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        + reverse("restricted_tasks:detail", args=[task.pk]),
    }
    subject = " ".join(render_to_string(f"{TEMPLATE}-subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{TEMPLATE}-body.txt", context),
        to=[address],
        headers={"Message-ID": _message_id(task, address)},
    )
    mail.attach_alternative(render_to_string(f"{TEMPLATE}-body.html", context), "text/html")
    return mail


def _message_id(task: RestrictedTask, address: str) -> str:
    domain = sender_address().partition("@")[2] or "localhost"
    return f"<{uuid5(task.pk, address)}@{domain}>"

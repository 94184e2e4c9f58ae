"""Mails about certificates: written down in the transaction that owes them, sent by the worker.

They name pages by title and link to the admin; what a page says, or a signatory's comment, stays there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from textwrap import fill
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import User
from content.certification.jobs import enqueue_mail
from content.certification.models import OwedMail
from forms.routing.failures import log_failure
from forms.routing.transports.mail import sender_address
from programme.models import Programme

logger = logging.getLogger(__name__)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
MOST_TRIES, AT_ONCE = 120, 200
LINE = 72
# How long the queue has before the job takes over what a dead worker left.
GRACE = timedelta(minutes=5)


def owe(
    template: str, *, programme: Programme, to: Iterable[User], facts: Mapping[str, str], now: datetime
) -> int:
    """Write down a mail to each person who can still sign in, and enqueue it; return how many."""
    people = [one for one in to if one.is_active]
    for person in people:
        owed = OwedMail.objects.create(
            programme=programme, template=template, to=person, facts=dict(facts), owed_at=now, next_try_at=now
        )
        enqueue_mail(owed.pk)
    return len(people)


def send(*, mail_id: UUID, now: datetime) -> bool:
    """Send a mail that is owed; return whether it went. At least once, with the same Message-ID each time."""
    owed = OwedMail.objects.select_related("programme", "to").filter(pk=mail_id, sent_at=None).first()
    if owed is None:
        return False
    try:
        message_of(owed).send()
    except Exception as error:  # noqa: BLE001 - one mail's trouble must not keep the others back
        log_failure(logger, f"Mail {owed.pk}", error)
        wait = min(FIRST_WAIT * 2 ** min(owed.tries, 10), LONGEST_WAIT)
        OwedMail.objects.filter(pk=owed.pk).update(
            tries=owed.tries + 1, next_try_at=now + wait, problem=type(error).__name__
        )
        return False
    OwedMail.objects.filter(pk=owed.pk).update(sent_at=now, problem="")
    return True


def send_overdue(*, now: datetime) -> tuple[int, int]:
    """Send what the queue left; return how many mails went and how many did not."""
    overdue = OwedMail.objects.filter(sent_at=None, next_try_at__lte=now - GRACE, tries__lt=MOST_TRIES)
    done = [send(mail_id=key, now=now) for key in list(overdue.values_list("pk", flat=True)[:AT_ONCE])]
    return sum(done), len(done) - sum(done)


def message_of(owed: OwedMail) -> EmailMultiAlternatives:
    """Write the mail as text and HTML."""
    values = {**owed.facts, "programme": owed.programme, "link": _address(owed.facts.get("path", "/admin/"))}
    base = f"emails/certification/{owed.template}"
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{base}-subject.txt", values).split()),
        body=wrapped(render_to_string(f"{base}-body.txt", values)),
        to=[owed.to.email],
        headers={
            "Message-ID": f"<{owed.pk}@{sender_address().partition('@')[2] or 'localhost'}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"{base}-body.html", values), "text/html")
    return message


def wrapped(text: str) -> str:
    """Return a text in lines that every mail client shows whole; an address stays on a line of its own."""
    lines = (
        line if "://" in line else fill(line, LINE, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )
    return "\n".join(lines) + "\n"


def _address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path

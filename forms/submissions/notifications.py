"""Tell the submitter by e-mail how the deliveries of a submission ended. No patient data leaves here."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.permissions import person_of
from audit.trail import audited, record
from forms.routing.legs import legs_of
from forms.submissions.models import Submission
from programme.addresses import address_on

TEMPLATE = "submissions/emails/outcome"
# How long the queue has before the sweep takes over what a dead worker left.
GRACE = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def notify(*, submission_id: UUID, now: datetime) -> str:
    """Send the mail about a submission's outcome and take note of it; return what was done.

    At least once: a worker that dies between the two sends it again, with the same Message-ID.
    """
    submission = (
        Submission.objects.select_related("submitted_by", "programme", "form_version__form")
        .filter(pk=submission_id, settled_at__isnull=False)
        .first()
    )
    # Idempotent: told already, or the legs are under way again.
    if submission is None or submission.notified_at is not None:
        return "nothing to tell"
    if not _still_belongs(submission):
        _settle(submission, now, action="submission.submitter_left")
        return "nobody told: the submitter has left the organisation"
    outcome_mail(submission).send()
    _settle(submission, now, action="submission.submitter_notified")
    return f"told of {submission.outcome}"


def notify_overdue(now: datetime) -> int:
    """Send every mail that the queue owes for longer than the grace; return how many were sent."""
    overdue = Submission.objects.filter(settled_at__lte=now - GRACE, notified_at__isnull=True)
    sent = 0
    for submission_id in list(overdue.values_list("pk", flat=True)[:200]):
        try:
            notify(submission_id=submission_id, now=now)
            sent += 1
        except OSError as error:
            # The mail server refuses or is away: the next run tries again.
            logger.warning(
                "Submission %s: the submitter was not told: %s", submission_id, type(error).__name__
            )
    return sent


def outcome_mail(submission: Submission) -> EmailMultiAlternatives:
    """Write the mail to a member: the reference, who received what in which state, and the link to look at it."""
    legs = legs_of(submission.pk)
    context = {
        "submission": submission,
        "programme": submission.programme,
        "failed": submission.outcome == Submission.Outcome.FAILED,
        "cancelled": submission.outcome == Submission.Outcome.CANCELLED,
        "legs": legs,
        "replaced": [leg for leg in legs if leg.replaced_by not in ("", leg.partner)],
        "link": address_on(
            submission.programme, reverse("submissions:submission", args=[submission.reference])
        ),
    }
    subject = " ".join(render_to_string(f"{TEMPLATE}-subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{TEMPLATE}-body.txt", context),
        to=[submission.submitted_by.email] if submission.submitted_by else [],
        headers={"Message-ID": _message_id(submission)},
    )
    mail.attach_alternative(render_to_string(f"{TEMPLATE}-body.html", context), "text/html")
    return mail


def _message_id(submission: Submission) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    at = int(submission.settled_at.timestamp()) if submission.settled_at else 0
    return f"<{submission.pk}.{submission.outcome}.{at}@{domain}>"


def _still_belongs(submission: Submission) -> bool:
    """Say whether the submitter may still learn of it: active, and a member of its organisation today."""
    by = submission.submitted_by
    return by is not None and submission.organisation_id in person_of(by).organisation_ids


def _settle(submission: Submission, now: datetime, *, action: str) -> None:
    """Take note that no mail is owed any more, and why."""
    with audited(at=now):
        # Newer news that came meanwhile is not taken for told.
        rows = Submission.objects.filter(
            pk=submission.pk, outcome=submission.outcome, settled_at=submission.settled_at
        )
        if rows.filter(notified_at__isnull=True).update(notified_at=now):
            record(
                action,
                actor="worker",
                subject=submission,
                programme=submission.programme_id,
                organisation=submission.organisation_id,
                detail={"reference": submission.reference, "outcome": submission.outcome},
            )

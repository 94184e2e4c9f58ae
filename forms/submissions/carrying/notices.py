"""Carry drafts over when their time comes, and tell owners by e-mail what they must review. No answer leaves here."""

from __future__ import annotations

import logging
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from audit.trail import audited, record
from forms.submissions.addresses import draft_url
from forms.submissions.carrying.fitting import Carried
from forms.submissions.carrying.services import WORKER, ReviewNeeded, carry_over, drafts_to_carry
from forms.submissions.models import Draft
from forms.submissions.pinned import kind_of_version
from programme.addresses import address_on

TEMPLATE = "submissions/emails/review"

logger = logging.getLogger(__name__)


def carry_over_due(now: datetime) -> tuple[int, int]:
    """Move every draft that fits the live version, tell the owners of the others; return both numbers.

    Each is a transaction of its own; a mail server that refuses is tried again at the next run.
    """
    moved = told = 0
    for draft in drafts_to_carry(now):
        try:
            carry_over(draft=draft, now=now)
            moved += 1
        except ReviewNeeded as needed:
            try:
                told += _tell(draft, needed.carried, now)
            except OSError as error:
                logger.warning("Draft %s: the owner was not told: %s", draft.pk, type(error).__name__)
    return moved, told


def review_mail(draft: Draft, carried: Carried) -> EmailMessage | None:
    """Write the mail: which form, how many pages to review, and the link; None for a visitor's draft."""
    if draft.owner is None:
        return None
    context = {
        "draft": draft,
        "programme": draft.programme,
        "pages": len({one.step for one in carried.misfits} | {one.title for one in carried.review}),
        "link": address_on(
            draft.programme,
            draft_url("resume", draft.pk, kind_of_version(draft.form_version_id).namespace),
        ),
    }
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=" ".join(render_to_string(f"{TEMPLATE}-subject.txt", context).split()),
        body=render_to_string(f"{TEMPLATE}-body.txt", context),
        to=[draft.owner.email],
        headers={"Message-ID": f"<{draft.pk}.review.{draft.form_version_id}@{domain}>"},
    )


def _tell(draft: Draft, carried: Carried, now: datetime) -> bool:
    """Send the mail and take note of it: at least once, with the same Message-ID."""
    mail = review_mail(draft, carried)
    if mail is not None:
        mail.send()
    with audited(at=now):
        noted = Draft.objects.filter(
            pk=draft.pk, state=Draft.State.OPEN, form_version_id=draft.form_version_id
        ).update(review_asked_at=now)
        if noted:
            record(
                "draft.review_asked",
                actor=WORKER,
                subject=draft,
                programme=draft.programme_id,
                organisation=draft.organisation_id or "",
                detail={"form_version": str(draft.form_version_id), "by_mail": mail is not None},
            )
    return mail is not None

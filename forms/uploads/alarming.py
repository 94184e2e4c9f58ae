"""Tell the programme office by e-mail that files wait for a virus scanner. Nothing about a file leaves here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from audit.trail import audited, record
from forms.uploads.models import Upload

TEMPLATE = "uploads/emails/unscanned"
# A scanner that is started anew answers sooner than this.
PATIENCE = timedelta(minutes=10)


def tell_office(now: datetime) -> int:
    """Send one mail about all files that wait long and were not told of; return how many. Raise OSError."""
    waiting = Upload.objects.filter(
        state=Upload.State.WAITING,
        removed_at__isnull=True,
        alarmed_at__isnull=True,
        created_at__lte=now - PATIENCE,
    )
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return 0
    context = {"count": len(ids)}
    EmailMessage(
        subject=" ".join(render_to_string(f"{TEMPLATE}-subject.txt", context).split()),
        body=render_to_string(f"{TEMPLATE}-body.txt", context),
        to=[settings.DELIVERY_CONTACT_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
    with audited(at=now):
        Upload.objects.filter(pk__in=ids).update(alarmed_at=now)
        subject = (Upload._meta.label_lower, ids[0])
        record("upload.office_told", actor="worker", subject=subject, detail={"waiting": len(ids)})
    return len(ids)

"""Tell somebody by e-mail that an export is ready. Nothing of it stands in the mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from forms.desk.models import Export
from programme.addresses import address_on

TEMPLATE = "desk/emails/export"


def tell_ready(*, export_id: UUID, now: datetime) -> bool:
    """Send the mail about a finished export, once; say whether it was sent. At least once if a worker dies."""
    rows = Export.objects.select_related("person", "programme__site")
    export = rows.filter(pk=export_id, state=Export.State.DONE, told_at=None).first()
    if export is None or not export.person.is_active:
        return False
    context = {
        "export": export,
        "programme": export.programme,
        "link": address_on(export.programme, reverse("submissions_admin:export", args=[export.pk])),
    }
    subject = " ".join(render_to_string(f"{TEMPLATE}-subject.txt", context).split())
    body = render_to_string(f"{TEMPLATE}-body.txt", context)
    EmailMessage(subject=subject, body=body, to=[export.person.email]).send()
    Export.objects.filter(pk=export.pk).update(told_at=now)
    return True


def tell_overdue(now: datetime) -> int:
    """Send the mails that were not taken the first time; return how many were sent."""
    owed = Export.objects.filter(state=Export.State.DONE, told_at=None, expires_at__gt=now)
    sent = 0
    for export_id in list(owed.values_list("pk", flat=True)[:100]):
        try:
            sent += tell_ready(export_id=export_id, now=now)
        except OSError:
            # The mail server is away: the next run tries again, and the admin's page tells meanwhile.
            continue
    return sent

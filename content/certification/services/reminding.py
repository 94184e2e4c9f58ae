"""Remind editors and signatories before a certificate ends: 90, 60 and 30 days ahead, once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import formats, timezone

from audit.trail import audited, record
from content.certification.mails import owe
from content.certification.models import Certificate, Reminder
from content.certification.services.people import concerned_with

DAYS_AHEAD = (90, 60, 30)


def remind_due(*, now: datetime) -> int:
    """Owe the reminders whose time has come; return for how many certificates.

    A certificate that is first seen 40 days before its end gets the reminder of 60 days, and later that of 30.
    """
    today = timezone.localdate(now)
    ending = Certificate.objects.filter(
        state=Certificate.State.VALID,
        expires_on__gt=today,
        expires_on__lte=today + timedelta(days=max(DAYS_AHEAD)),
    )
    return sum(_remind(certificate, now=now) for certificate in ending.select_related("programme", "page"))


def _remind(certificate: Certificate, *, now: datetime) -> bool:
    left = (certificate.expires_on - timezone.localdate(now)).days
    days = min(ahead for ahead in DAYS_AHEAD if left <= ahead)
    with audited(at=now):
        _, is_new = Reminder.objects.get_or_create(
            certificate=certificate, days=days, defaults={"reminded_at": now}
        )
        if not is_new:
            return False
        owe(
            "expiring",
            programme=certificate.programme,
            to=concerned_with(
                certificate.page,
                programme=certificate.programme,
                now=now,
                asked=certificate.requested_by,
            ),
            facts={
                "title": certificate.title,
                "what": "page" if certificate.page_id is not None else "document",
                "days": str(left),
                "expires_on": formats.date_format(certificate.expires_on, "j F Y"),
                "path": _path(certificate),
            },
            now=now,
        )
        record(
            "certificate.reminded",
            actor="certification",
            subject=certificate,
            programme=certificate.programme_id,
            detail={"days": days},
        )
    return True


def _path(certificate: Certificate) -> str:
    if certificate.page_id is not None:
        return reverse("wagtailadmin_pages:edit", args=[certificate.page_id])
    return reverse("certification:certificate", args=[certificate.pk])

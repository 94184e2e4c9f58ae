"""Remind editors and signatories before a certificate ends: 90, 60 and 30 days ahead, once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from wagtail.models import Page, Revision

from accounts.models import User
from audit.trail import audited, record
from content.certification.mails import owe
from content.certification.models import Certificate, Reminder
from content.certification.services.signatories import current_signatories

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
            to=_concerned(certificate, now),
            facts={
                "title": certificate.title,
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


def _concerned(certificate: Certificate, now: datetime) -> list[User]:
    """Return the programme's signatories and whoever wrote the page last or asked for its certificate."""
    signatories = current_signatories(programme=certificate.programme, on=timezone.localdate(now))
    people = {one.user for one in signatories}
    if certificate.requested_by is not None:
        people.add(certificate.requested_by)
    if isinstance(certificate.page, Page):
        last = Revision.page_revisions.filter(object_id=str(certificate.page.pk), user__isnull=False)
        newest = last.order_by("-pk").select_related("user").first()
        if newest is not None and newest.user is not None:
            people.add(newest.user)
    return sorted(people, key=lambda one: one.email)


def _path(certificate: Certificate) -> str:
    if certificate.page_id is not None:
        return reverse("wagtailadmin_pages:edit", args=[certificate.page_id])
    return reverse("certification:certificate", args=[certificate.pk])

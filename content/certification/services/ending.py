"""End certificates: withdrawn by a person with a reason, or expired."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from accounts.models import User
from audit.trail import audited
from content.certification.models import Certificate
from content.certification.refusals import ReasonMissing
from content.certification.states import OPEN, end


def withdraw_certificate(*, certificate: Certificate, reason: str, by: User, now: datetime) -> Certificate:
    """Withdraw a certificate: its page is gone from the site at once. Raise ReasonMissing or CertificateEnded."""
    if not reason.strip():
        raise ReasonMissing("Say why the certificate is withdrawn.")
    with audited(at=now):
        current: Certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
        was_valid = current.state == Certificate.State.VALID
        end(current, state=Certificate.State.WITHDRAWN, by=by, now=now, reason=reason.strip())
        if was_valid:
            _take_down(current, by=by)
    return current


def expire_due(*, now: datetime) -> int:
    """End every certificate whose day has come and take its page down; return how many ended.

    Readers have not seen the pages since the first second of that day.
    """
    due = Certificate.objects.filter(state__in=OPEN, expires_on__lte=timezone.localdate(now))
    ended = 0
    for key in list(due.values_list("pk", flat=True)):
        with audited(at=now):
            current = Certificate.objects.select_for_update().get(pk=key)
            if current.state not in OPEN:
                continue
            was_valid = current.state == Certificate.State.VALID
            end(current, state=Certificate.State.EXPIRED, by="certification", now=now)
            if was_valid:
                _take_down(current, by=None)
            ended += 1
    return ended


def _take_down(certificate: Certificate, *, by: User | None) -> None:
    if certificate.page is not None and certificate.page.live:
        # Whoever may withdraw the certificate need not be one who publishes.
        UnpublishPageAction(certificate.page.specific, user=by).execute(skip_permission_checks=True)

"""Ask whether exactly this was certified. Reads the renderings, never a revision's number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from content.certification.models import Certificate, PendingChange
from content.certification.refusals import NotCertified
from content.certification.rendering import digest_of_page
from content.certification.states import OPEN, put_in_force


def matching_certificate(page: Any, *, now: datetime) -> Certificate | None:
    """Return the certificate of exactly what a page, saved or not, renders; the latest of several.

    One that waits for a change of a shared record counts only once that change is in force.
    """
    digest = digest_of_page(page)
    found = Certificate.objects.filter(
        page=page.pk, sha256=digest, state__in=OPEN, expires_on__gt=timezone.localdate(now)
    ).exclude(change__state=PendingChange.State.WAITING)
    return found.order_by("-certified_at").first()


def require_certificate(page: Any, *, now: datetime) -> Certificate:
    """Return the certificate of exactly what a page renders; raise NotCertified."""
    found = matching_certificate(page, now=now)
    if found is None:
        raise NotCertified(
            f"“{page.title}” was not published: no signatory has certified it exactly as it is now. "
            "Submit it to be certified."
        )
    return found


def put_matching_in_force(page: Any, *, by: object, now: datetime) -> Certificate:
    """Make the certificate of what a page renders its valid one; raise NotCertified."""
    certificate = require_certificate(page, now=now)
    put_in_force(certificate, by=by, now=now)
    return certificate

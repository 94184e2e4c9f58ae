"""Live pages that no longer render as they were certified, as when a partner's last day has passed."""

from __future__ import annotations

from datetime import datetime

from content.certification.concern import Concern
from content.certification.models import Certificate
from content.certification.rendering import digest_of_page
from content.certification.services.concerning import concern, settle_all_but
from content.certification.validity import valid_on_the_day_of

WHY = "Something beside its own words was changed since it was certified. Have it certified again, or take it down."


def pages_that_drifted(*, now: datetime) -> list[str]:
    """Return the addresses of live pages that render something else than their certificate covers."""
    return [certificate.path for certificate in _drifted(now)]


def tell_of_drift(*, now: datetime) -> list[str]:
    """Tell signatories and editors of each page that drifted, once; return the pages' addresses."""
    drifted = _drifted(now)
    for certificate in drifted:
        if certificate.page is not None:
            concern(kind=Concern.Kind.DRIFTED, page=certificate.page, why=WHY, now=now)
    pages = ((certificate.page_id or 0, 0) for certificate in drifted)
    settle_all_but(pages, kind=Concern.Kind.DRIFTED, now=now)
    return [certificate.path for certificate in drifted]


def _drifted(now: datetime) -> list[Certificate]:
    certificates = valid_on_the_day_of(now).filter(page__live=True).select_related("page")
    return [
        certificate
        for certificate in certificates
        if certificate.page is not None and digest_of_page(certificate.page.specific) != certificate.sha256
    ]

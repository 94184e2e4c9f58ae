"""Live pages that no longer render as they were certified, as when a partner's last day has passed."""

from __future__ import annotations

from datetime import datetime

from content.certification.rendering import digest_of_page
from content.certification.validity import valid_on_the_day_of


def pages_that_drifted(*, now: datetime) -> list[str]:
    """Return the addresses of live pages that render something else than their certificate covers."""
    certificates = valid_on_the_day_of(now).filter(page__live=True).select_related("page")
    return [
        certificate.path
        for certificate in certificates
        if certificate.page is not None and digest_of_page(certificate.page.specific) != certificate.sha256
    ]

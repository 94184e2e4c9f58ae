"""Change how a programme's site tells its audiences apart."""

from __future__ import annotations

from datetime import datetime

from wagtail.models import Page

from audit.trail import audited, record
from content.audience.audiences import PATIENTS, PUBLIC, admits
from content.audience.gated import GatedPage
from content.audience.models import AudienceSettings


class DestinationUnfit(Exception):
    """A page is to be where patients or the public are led, and they may not read it."""


def save_settings(*, settings: AudienceSettings, by: object, now: datetime) -> AudienceSettings:
    """Keep a programme's audience settings; raise DestinationUnfit."""
    _check(settings.patients_page, settings, PATIENTS)
    _check(settings.public_page, settings, PUBLIC)
    with audited(at=now):
        settings.direct_hosts = "\n".join(sorted(settings.hosts))
        settings.save()
        record(
            "audience_settings.saved",
            actor=by,
            subject=settings,
            programme=settings.programme_id,
            detail={
                "professionals_by": settings.professionals_by,
                "patients_page": settings.patients_page_id,
                "public_page": settings.public_page_id,
                "direct_hosts": sorted(settings.hosts),
            },
        )
    return settings


def _check(page: Page | None, settings: AudienceSettings, audience: str) -> None:
    if page is None:
        return
    specific = page.specific
    if not isinstance(specific, GatedPage) or not admits(specific.audience, audience):
        raise DestinationUnfit(f"“{page.title}” is not for them. Choose a page whose audience may read it.")
    if not page.path.startswith(settings.programme.site.root_page.path):
        raise DestinationUnfit(f"“{page.title}” is on another site. Choose a page of this programme.")

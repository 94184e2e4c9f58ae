"""Say where a programme's site leads patients and the public, once; from then on it is its administrators'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from wagtail.models import Page

from content.audience.models import AudienceSettings
from content.audience.services import save_settings
from content.loading.programme import LOADER
from content.loading.report import Report
from programme.models import Programme


def load_audience(
    data: Mapping[str, str], *, programme: Programme, now: datetime, report: Report
) -> AudienceSettings:
    """Keep the pages named by slug in `data` as destinations, unless the programme has audience settings."""
    found = AudienceSettings.objects.filter(programme=programme).first()
    report.note("audience settings", created=found is None)
    if found is not None:
        return found
    pages = Page.objects.descendant_of(programme.site.root_page)
    destinations = {name: pages.filter(slug=slug).first() for name, slug in data.items()}
    return save_settings(settings=AudienceSettings(programme=programme, **destinations), by=LOADER, now=now)

"""The audience settings of a request's programme."""

from __future__ import annotations

from django.http import HttpRequest

from content.audience.models import AudienceSettings
from programme.current import programme_of
from rows import kept_rows_where


def settings_of(request: HttpRequest) -> AudienceSettings:
    """Return what was saved for the request's programme, else the defaults; one query, remembered."""
    if not hasattr(request, "_audience_settings"):
        programme = programme_of(request)
        found = kept_rows_where(AudienceSettings, "programme", programme.pk) if programme is not None else []
        request._audience_settings = next(iter(found), AudienceSettings())  # type: ignore[attr-defined]
    saved: AudienceSettings = request._audience_settings  # type: ignore[attr-defined]
    return saved

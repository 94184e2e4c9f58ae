"""The full address of something on a programme's site, for mails and documents."""

from __future__ import annotations

from django.conf import settings

from programme.models import Programme


def address_on(programme: Programme, path: str) -> str:
    """Return the address of a path on a programme's own site; that of the first one is BASE_URL."""
    site = programme.site
    base = settings.WAGTAILADMIN_BASE_URL if site.is_default_site else site.root_url
    return f"{base.rstrip('/')}{path}"

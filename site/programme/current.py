"""Find the programme of a request: one programme is one Wagtail site."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Site

from programme.models import Programme


def programme_of(request: HttpRequest) -> Programme | None:
    """Return the programme whose site this request is for; remembered on the request."""
    if not hasattr(request, "_programme"):
        site = Site.find_for_request(request)
        found = (
            Programme.objects.select_related("product").filter(site=site).first()
            if site is not None
            else None
        )
        request._programme = found  # type: ignore[attr-defined]
    programme: Programme | None = request._programme  # type: ignore[attr-defined]
    return programme

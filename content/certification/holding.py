"""The neutral page that stands where a certificate has ended. It names no programme and no medicine."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers


def holding_page(request: HttpRequest) -> HttpResponse:
    """Answer that a page is being reviewed and whom to ask; never kept by caches or search engines."""
    response = render(
        request, "certification/holding.html", {"contact": settings.DELIVERY_CONTACT_EMAIL}, status=404
    )
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response

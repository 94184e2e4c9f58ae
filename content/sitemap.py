"""sitemap.xml: what everybody may find without having said who they are, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.readers import places_open_to


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the addresses of the pages that are for everybody."""
    addresses = [request.build_absolute_uri(place.address) for place in places_open_to(request, None)]
    return render(
        request,
        "content/sitemap.xml",
        {"addresses": addresses},
        content_type="application/xml; charset=utf-8",
    )

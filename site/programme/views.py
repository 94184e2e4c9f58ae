"""Serve the files of a programme's look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from programme.models import LookFile

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def look_file(request: HttpRequest, name: str) -> HttpResponse:
    """Return a stylesheet or a logo; browsers keep it for a year, as its name changes with its content."""
    found = get_object_or_404(LookFile, name=name)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response["Cache-Control"] = FOREVER
    # Opened by itself, a drawing is a document: it may do nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response

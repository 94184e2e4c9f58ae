"""Hand a file out to somebody who may see it: to be saved, never shown by the browser as a page of ours."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from forms.definitions.fields.base import AnsweredFile


def file_response(file: AnsweredFile, data: bytes) -> HttpResponse:
    """Return a file of an answer as a download; the caller noted who reads it."""
    response = HttpResponse(data, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

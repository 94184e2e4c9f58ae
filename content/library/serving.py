"""Hand out a file with the headers that keep it what it is."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from content.library.files import opened
from content.library.models import DocumentVersion

# A picture or an office file runs nothing. Chromium shows no PDF inside a sandbox, so PDFs get the rest.
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_SANDBOX = f"{_NOTHING}; sandbox"
PDF = "application/pdf"


def file_response(request: HttpRequest, version: DocumentVersion, *, slug: str) -> HttpResponseBase:
    """Return a version's file, or 304 where the browser has it; always asked for anew, never kept by others."""
    etag = f'"{version.sha256}"'
    response = get_conditional_response(request, etag=etag) or _streamed(
        version.file, version.media_type, f"{slug}.{version.kind.extension}", inline=version.kind.inline
    )
    response["ETag"] = etag
    return _guarded(response, version.media_type)


def thumbnail_response(request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
    """Return the picture of a version's first page."""
    etag = f'"{version.sha256}-page-1"'
    response = get_conditional_response(request, etag=etag) or _streamed(
        version.thumbnail, "image/png", "page-1.png", inline=True
    )
    response["ETag"] = etag
    return _guarded(response, "image/png")


def _streamed(file: FieldFile, media_type: str, name: str, *, inline: bool) -> HttpResponseBase:
    return FileResponse(opened(file), content_type=media_type, filename=name, as_attachment=not inline)


def _guarded(response: HttpResponseBase, media_type: str) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _NOTHING if media_type == PDF else _SANDBOX
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response

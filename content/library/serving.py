"""Hand out a file with the headers that keep it what it is."""

from __future__ import annotations

from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from content.library.files import opened
from content.library.models import DocumentVersion
from content.library.ranges import NotSatisfiable, Part, Window, part_asked_for

# A picture or an office file runs nothing. Chromium shows no PDF inside a sandbox, so PDFs get the rest.
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_SANDBOX = f"{_NOTHING}; sandbox"
PDF = "application/pdf"


def file_response(request: HttpRequest, version: DocumentVersion, *, slug: str) -> HttpResponseBase:
    """Return a version's file or one part of it, or 304 where the browser has it; 416 for a part behind its end.

    Always asked for anew, never kept by others.
    """
    etag = f'"{version.sha256}"'
    response = get_conditional_response(request, etag=etag) or _whole_or_part(
        request, version, f"{slug}.{version.kind.extension}", etag=etag
    )
    response["ETag"] = etag
    return _guarded(response, version.media_type)


def begins(response: HttpResponseBase) -> bool:
    """Say whether an answer holds the first byte of a file: what follows later is of the same download."""
    is_first_part = response.headers.get("Content-Range", "").startswith("bytes 0-")
    return response.status_code == 200 or (response.status_code == 206 and is_first_part)


def thumbnail_response(request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
    """Return the picture of a version's first page."""
    etag = f'"{version.sha256}-page-1"'
    response = get_conditional_response(request, etag=etag) or _streamed(
        version.thumbnail, "image/png", "page-1.png", inline=True
    )
    response["ETag"] = etag
    return _guarded(response, "image/png")


def _whole_or_part(
    request: HttpRequest, version: DocumentVersion, name: str, *, etag: str
) -> HttpResponseBase:
    try:
        part = part_asked_for(request, etag=etag, size=version.size)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{version.size}"})
    response = _streamed(version.file, version.media_type, name, inline=version.kind.inline, part=part)
    response["Accept-Ranges"] = "bytes"
    return response


def _streamed(
    file: FieldFile, media_type: str, name: str, *, inline: bool, part: Part | None = None
) -> HttpResponseBase:
    content = opened(file)
    how: dict[str, Any] = {"content_type": media_type, "filename": name, "as_attachment": not inline}
    if part is None:
        return FileResponse(content, **how)
    headers = {"Content-Range": str(part), "Content-Length": str(part.length)}
    return FileResponse(Window(content, part), status=206, headers=headers, **how)


def _guarded(response: HttpResponseBase, media_type: str) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _NOTHING if media_type == PDF else _SANDBOX
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response

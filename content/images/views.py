"""The address of pictures: sizes that pages show, never what was uploaded."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from content.images.models import FOLDER, Rendition

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
}
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def rendition(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """Hand out one size of a picture. Its name is made of its content, so browsers may keep it for ever."""
    storage = Rendition._meta.get_field("file").storage
    try:
        file = storage.open(f"{FOLDER}{name}.{extension}")
    except OSError:
        raise Http404("There is no such picture.") from None
    response = FileResponse(file, content_type=MEDIA_TYPES[extension])
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Robots-Tag"] = "noindex"
    return response

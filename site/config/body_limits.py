"""How much a request may bring, refused by its length before anything of it is read or kept on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Middleware:
    """Answer 413 to a body that is longer than whoever sends it may send to this address.

    Django limits texts, not files: these it would write to the disk whole before a view can refuse them. A
    body without a length is read as empty (WSGI), so there is no way around.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > _most(request):
            return render(request, "413.html", status=413)
        return self._get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _most(request: HttpRequest) -> int:
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
    most: int = settings.MOST_BODY_BYTES if is_known else settings.MOST_BODY_BYTES_OF_STRANGERS
    if re.search(settings.LARGE_BODY_PATHS, request.path_info):
        return most
    return min(most, settings.MOST_BODY_BYTES_WITHOUT_FILES)

"""Forms without a token: pages that hold them are the same for everybody, so that caches may keep them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def from_own_forms(view: View[P]) -> View[P]:
    """Take a POST only from the site's own pages, by its Origin (else its Referer); for votes and declarations.

    Browsers write both headers, not pages. A form of another site is refused like a wrong token; for what
    counts as more than a declaration or a vote, use Django's token.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not is_own(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def is_own(request: HttpRequest) -> bool:
    """Say whether a request was sent by a page of this site."""
    try:
        source = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    except ValueError:
        return False
    return (source.scheme, source.netloc) == (request.scheme, request.get_host())

"""Pages for whoever is signed in: kept like all others, but for the part that is about the person.

Templates put that part between two marks. What stands outside them is the same for everybody who is signed in.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from content.caching.keeping import Address, Kept, kept, shelf
from content.caching.marks import MARK, never_keep
from stamps import PAGES, stamps_of

BEGIN, END = b"<!-- account -->", b"<!-- /account -->"
TEMPLATE = "components/account_links.html"
SIGNED_IN = "signed-in"
# A token is for one session: a page that holds one outside the personal part is never given to another.
TOKEN = b"csrfmiddlewaretoken"
Answer = Callable[[HttpRequest], HttpResponseBase]


class SignedInPages:
    """Answer with a kept page and the person's own links; innermost, so every other middleware adds its part."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response, self._stamp = get_response, stamps_of(PAGES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = _address(request)
        stamp = self._stamp.read() if address else None
        if address is None or stamp is None:
            return self._get_response(request)
        found = shelf.find(address, stamp=stamp, now=time.time())
        if found is None:
            return self._made(request, address, stamp)
        return _filled(found, request)

    def _made(self, request: HttpRequest, address: Address, stamp: str) -> HttpResponseBase:
        response = self._get_response(request)
        until = request.environ.get(MARK)  # type: ignore[attr-defined]
        never_keep(request)
        if until is not None and (shell := shell_of(response)) is not None:
            headers = list(response.items())
            shelf.keep(address, kept(status="200", headers=headers, body=shell, stamp=stamp, until=until))
        return response


def shell_of(response: HttpResponseBase) -> bytes | None:
    """Return a page without the personal part; None where it has none, or may be personal elsewhere too."""
    if response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
        return None
    before, begin, rest = response.content.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in after or TOKEN in before + after:
        return None
    return before + BEGIN + END + after


def _address(request: HttpRequest) -> Address | None:
    if request.method != "GET" or request.META.get("QUERY_STRING") or "messages" in request.COOKIES:
        return None
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return Address(request.get_host(), str(request.scheme), request.path_info, SIGNED_IN)


def _filled(page: Kept, request: HttpRequest) -> HttpResponse:
    links = render_to_string(TEMPLATE, {"user": request.user}, request=request).encode()
    response = HttpResponse(page.body.replace(BEGIN + END, BEGIN + links + END, 1))
    for name, value in page.headers:
        response.headers[name] = value
    return response

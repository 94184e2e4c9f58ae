"""Kept pages inside Django, behind every other middleware: for the signed-in, and when the stamp is new.

For whoever is signed in, the part between two marks is about the person and made each time; what stands outside
them is the same for everybody who is signed in. After something was published, a page whose edition is still the
same is given again; only the others are made anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from wagtail.views import serve

from content.audience.declared import cache_audience, signed_in
from content.caching.editions import HANGS_ON_OTHERS, edition_of
from content.caching.keeping import Address, Kept, Shelf, kept
from content.caching.marks import MARK
from programme.sites import know_site
from stamps import PAGES, stamps_of

BEGIN, END = b"<!-- account -->", b"<!-- /account -->"
TEMPLATE = "components/account_links.html"
SIGNED_IN = "signed-in"
# A token is for one session: a page that holds one outside the personal part is never given to another.
TOKEN = b"csrfmiddlewaretoken"
Answer = Callable[[HttpRequest], HttpResponseBase]

shelf = Shelf(settings.PAGE_CACHE_ENTRIES)


class KeptPages:
    """Answer with a kept page where its edition is that of now; innermost, so all others add their part."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response, self._stamp = get_response, stamps_of(PAGES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = _address(request)
        stamp = self._stamp.read() if address else None
        if address is None or stamp is None:
            return self._get_response(request)
        found = shelf.find_any(address, now=time.time())
        if found is not None and found.stamp != stamp:
            found = _of_this_edition(found, request, address, stamp)
        if found is not None:
            return _given(found, request, address)
        return self._made(request, address, stamp) if _is_a_page(request) else self._get_response(request)

    def _made(self, request: HttpRequest, address: Address, stamp: str) -> HttpResponseBase:
        know_site(request)
        whole_before, own_before = edition_of(request, whole=True), edition_of(request, whole=False)
        response = self._get_response(request)
        environ = request.environ  # type: ignore[attr-defined]
        until = environ.get(MARK)
        shell = shell_of(response, personal=address.audience == SIGNED_IN) if until is not None else None
        edition = whole_before if environ.get(HANGS_ON_OTHERS) else own_before
        if shell is not None and edition is not None:
            headers, now = list(response.items()), time.time()
            answer = kept(status="200", headers=headers, body=shell, stamp=stamp, until=until, now=now)
            hangs_on_others = bool(environ.get(HANGS_ON_OTHERS))
            shelf.keep(address, replace(answer, edition=edition, hangs_on_others=hangs_on_others))
        return response


def shell_of(response: HttpResponseBase, *, personal: bool) -> bytes | None:
    """Return a page without its personal part; None where it lacks one or may be personal elsewhere too."""
    if response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
        return None
    content: bytes = response.content
    if not personal:
        return None if TOKEN in content else content
    before, begin, rest = content.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in after or TOKEN in before + after:
        return None
    return before + BEGIN + END + after


def _is_a_page(request: HttpRequest) -> bool:
    """Say whether Wagtail answers at this address: to ask for editions costs other views queries for nothing."""
    try:
        return resolve(request.path_info).func is serve
    except Resolver404:
        return False


def _of_this_edition(found: Kept, request: HttpRequest, address: Address, stamp: str) -> Kept | None:
    know_site(request)
    if edition_of(request, whole=found.hangs_on_others) != found.edition:
        return None
    renewed = replace(found, stamp=stamp)
    shelf.keep(address, renewed)
    return renewed


def _address(request: HttpRequest) -> Address | None:
    if request.method != "GET" or request.META.get("QUERY_STRING") or "messages" in request.COOKIES:
        return None
    audience = SIGNED_IN if signed_in(request) else cache_audience(request)
    return Address(request.get_host(), str(request.scheme), request.path_info, audience)


def _given(page: Kept, request: HttpRequest, address: Address) -> HttpResponse:
    body = page.body
    if address.audience == SIGNED_IN:
        links = render_to_string(TEMPLATE, {"user": request.user}, request=request).encode()
        body = body.replace(BEGIN + END, BEGIN + links + END, 1)
    else:
        request.environ[MARK] = page.until  # type: ignore[attr-defined]
    response = HttpResponse(body)
    for name, value in page.headers:
        response.headers[name] = value
    response.headers["Age"] = page.age(now=time.time())
    return response

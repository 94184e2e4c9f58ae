"""Redirects tell the names of pages only to those who may read them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailsRedirectMiddleware
from wagtail.models import Page

from content.audience.audiences import BRANDED, PROFESSIONALS
from content.audience.declared import audience_of
from content.audience.gate import gate
from content.audience.gated import may_read, page_at


class RedirectMiddleware(WagtailsRedirectMiddleware):
    """Lead from where a page was to where it is; ask, at the old address, who may not read it there."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer: HttpResponse = super().process_response(request, response)
        if answer is response:
            return response
        page = _target(request, answer["Location"])
        # What is no page, a document or another site, may have the name of the product in its address.
        if audience_of(request) in BRANDED if page is None else may_read(request, page):
            return answer
        return gate(request, page_audience=getattr(page, "audience", PROFESSIONALS))


def _target(request: HttpRequest, location: str) -> Page | None:
    parts = urlsplit(location)
    if parts.netloc and parts.netloc != request.get_host():
        return None
    return page_at(request, parts.path)

"""Pages that only their audience reads."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from wagtail.models import Page, Site

from content.audience.audiences import BRANDED, PUBLIC, admits
from content.audience.declared import audience_of


class GatedPage(models.Model):
    """A page with an audience: whoever is not of it is asked who they are, at the same address.

    The asking stands in this app's hook `on_serve_page`, which every page passes whatever its class does
    in `serve`; previews, which only the admin and its links show, do not pass it.
    """

    audience: Any

    class Meta:
        abstract = True

    def is_for_everybody(self, **view: Any) -> bool:
        """Say whether a view of the page, told by the arguments of its route, holds only what is public."""
        return False

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say for whom the page is made, whoever reads it, so that it is the same page for everybody."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        return {**context, "audience": str(self.audience), "branded": self.audience in BRANDED}


def may_read(request: HttpRequest, page: Page) -> bool:
    """Say whether the visitor may read a page (specific or not); what has no audience is everybody's."""
    specific = page.specific
    return not isinstance(specific, GatedPage) or admits(specific.audience, audience_of(request))


def page_at(request: HttpRequest, path: str) -> Page | None:
    """Return the live page at a path of the request's site, or None."""
    site = Site.find_for_request(request)
    # No database looks for a zero character.
    if site is None or "\0" in path:
        return None
    try:
        route = site.root_page.specific.route(request, [part for part in path.split("/") if part])
    except Http404:
        return None
    page: Page = route.page
    return page


def for_this_audience_only(response: HttpResponseBase, page: GatedPage) -> HttpResponseBase:
    """Tell caches that the answer hangs on the visitor's declaration, and shared ones to keep no copy."""
    patch_vary_headers(response, ["Cookie"])
    if page.audience != PUBLIC and not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    return response

"""The page at an address, found in the tree that is remembered instead of level by level."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.models import Page, get_page_models
from wagtail.views import serve

from content.certification.validity import note_certified
from content.tree import place_at
from programme.sites import know_site


class RouteByTree:
    """Give Wagtail's view the page at its address: one query, where going down the tree takes two a level.

    Every page of the tree is live, certified today and not locked. Any other address goes Wagtail's own way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]) -> None:
        """Note the route where Wagtail looks for it first."""
        if view is not serve:
            return
        know_site(request)
        page = _page_at(request)
        if page is None:
            return
        note_certified(page, on=timezone.localdate())
        try:
            request._wagtail_route_for_request = page.route(request, [])  # type: ignore[attr-defined]
        except Http404:
            # Taken down this moment: Wagtail answers as it does for any address without a page.
            return


def _page_at(request: HttpRequest) -> Page | None:
    place = place_at(request, request.path_info)
    if place is None:
        return None
    return _page_types()[place.kind]._default_manager.filter(pk=place.pk).first()


@cache
def _page_types() -> dict[str, type[Page]]:
    return {str(model._meta.model_name): model for model in get_page_models()}

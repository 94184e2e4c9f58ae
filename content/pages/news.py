"""News: an index with a feed, and its items."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.url_routing import RouteResult

from content.feed import feed_below
from content.listing import Filter, shelf_of
from content.pages.base import ContentPage, panels_with

FEED = "feed"


class NewsIndexPage(ContentPage):  # type: ignore[django-manager-missing]
    """The news, newest first; its feed holds what everybody may read."""

    how_many = models.PositiveSmallIntegerField("how many on a page", default=10)

    content_panels = panels_with(FieldPanel("how_many"))
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.NewsPage"]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if path_components == [FEED] and self.live:
            return RouteResult(self, kwargs={FEED: True})
        found: RouteResult = super().route(request, path_components)
        return found

    def is_for_everybody(self, **view: Any) -> bool:
        """Say that the feed is: readers of feeds answer no question, and it holds public items only."""
        return bool(view.get(FEED))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs.pop(FEED, False):
            return feed_below(request, self)
        answer: HttpResponseBase = super().serve(request, *args, **kwargs)
        return answer

    def get_cached_paths(self) -> list[str]:
        """Return below which addresses caches in front keep this: the page's own, and its feed's."""
        return [*super().get_cached_paths(), f"/{FEED}/"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        stored = Filter(kind="newspage", below=self.path, how_many=max(self.how_many, 1))
        context["shelf"] = shelf_of(request, stored)
        context["feed_address"] = f"{FEED}/"
        return context


class NewsPage(ContentPage):  # type: ignore[django-manager-missing]
    """One item of the news."""

    announced_on = models.DateField("date of the news", default=timezone.localdate)

    content_panels = panels_with(FieldPanel("announced_on"))
    parent_page_types = ["content.NewsIndexPage"]
    subpage_types: list[str] = []

    def get_admin_display_title(self) -> str:
        return f"{super().get_admin_display_title()} ({self.announced_on:%-d %B %Y})"

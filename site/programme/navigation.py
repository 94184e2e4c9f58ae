"""The main navigation of a programme's site: the pages under its home page that show in menus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from programme.current import programme_of
from programme.models import Programme

SECONDS_KEPT = 60


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One link of the main navigation."""

    title: str
    url: str


def navigation_of(request: HttpRequest) -> tuple[NavigationItem, ...]:
    """Return the links of the request's site, kept for a minute or until a page is published or moved."""
    programme = programme_of(request)
    if programme is None:
        return ()
    key = _key(programme)
    items: tuple[NavigationItem, ...] | None = cache.get(key)
    if items is None:
        site = Site.find_for_request(request)
        if site is None:
            return ()
        pages = Page.objects.child_of(site.root_page).live().public().in_menu()
        items = tuple(NavigationItem(page.title, page.relative_url(site, request) or "") for page in pages)
        cache.set(key, items, SECONDS_KEPT)
    return items


def _key(programme: Programme) -> str:
    return f"navigation:{programme.pk}"


def forget_navigation(**_signal: Any) -> None:
    """Let the next page read the page tree again."""
    cache.delete_many([_key(programme) for programme in Programme.objects.only("pk")])


page_published.connect(forget_navigation, dispatch_uid="navigation_published")
page_unpublished.connect(forget_navigation, dispatch_uid="navigation_unpublished")
post_page_move.connect(forget_navigation, dispatch_uid="navigation_moved")

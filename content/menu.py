"""The main menu: the pages right below a site's first page that their editors show in menus."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.tree import Place, places_of


def menu_of(request: HttpRequest) -> tuple[Place, ...]:
    """Return the entries of the request's site, in the order of the tree; only what is certified and open."""
    return tuple(place for place in places_of(request) if place.depth == 1 and place.in_menu)


def menu(request: HttpRequest) -> dict[str, object]:
    """Give templates the entries of the main menu, read when a page shows them."""
    return {"menu": SimpleLazyObject(lambda: menu_of(request))}

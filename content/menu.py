"""Where header and foot of a page lead: to the start, along the main menu, and to the site map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from content.audience.audiences import PATIENTS, PROFESSIONALS, PUBLIC
from content.audience.settings import settings_of
from content.readers import places_open_to
from content.tree import Place

FIRST_PAGE = "/"


@dataclass(frozen=True, slots=True)
class Navigation:
    """The ways that are open to one audience. `site_map` is "" where a site has none for them."""

    start: str = FIRST_PAGE
    entries: tuple[Place, ...] = ()
    site_map: str = ""


def navigation_for(request: HttpRequest, audience: str) -> Navigation:
    """Return the ways on the request's site for an audience; only what is certified.

    Whoever has not said who they are, "", is asked first, and has no menu beside the question.
    The menu holds the pages right below the first one that their editors show in menus. For patients and the
    public, the page that is theirs heads it, and they start there: the first page may not be for them.
    """
    places = places_open_to(request, audience)
    own = _own_page(request, audience, places)
    entries = tuple(place for place in places if audience and place.depth == 1 and place.in_menu)
    if own is not None and own not in entries:
        entries = (own, *entries)
    site_map = next((place.address for place in places if place.kind == "sitemappage"), "")
    return Navigation(_start(audience, own), entries, site_map)


def _own_page(request: HttpRequest, audience: str, places: Iterable[Place]) -> Place | None:
    if audience not in (PATIENTS, PUBLIC):
        return None
    settings = settings_of(request)
    key = settings.patients_page_id if audience == PATIENTS else settings.public_page_id
    return next((place for place in places if place.pk == key), None)


def _start(audience: str, own: Place | None) -> str:
    if audience in ("", PROFESSIONALS):
        return FIRST_PAGE
    return own.address if own is not None else reverse("audience:elsewhere")

"""The pages of a programme's site as places in a tree: what menus, trails, listings and site maps read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from django.apps import apps
from django.db import router
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from content.caching.restrictions import there_are_any
from content.certification.validity import live_and_certified
from content.compliance import CompliantPage
from rows import row_of
from rows.questions import Question
from stamps import PAGES, RECORDS, remembered

# What stands for the real values while a query is put together: no page has such a path, no certificate such a day.
PATH, DAY = "@path", date(2, 2, 2)


@dataclass(frozen=True, slots=True)
class Place:
    """A live page. `path` sorts and nests as in the page tree; `depth` is 0 for the site's first page.

    `dated` is the day that a piece of news gives itself, of other pages that of their first publication.
    """

    pk: int
    path: str
    depth: int
    title: str
    address: str
    kind: str
    audience: str
    label: str
    description: str
    dated: date | None
    in_menu: bool
    revision: int | None


def places_of(request: HttpRequest) -> tuple[Place, ...]:
    """Return the live pages of the request's site in the order of the tree; at most two queries after a change."""
    if not hasattr(request, "_places"):
        site = Site.find_for_request(request)
        # Certificates end at midnight, and no stamp is renewed for that.
        key = ("places", site and site.root_page_id, timezone.localdate())
        request._places = remembered(PAGES, key, lambda: _places_of(site))  # type: ignore[attr-defined]
    places: tuple[Place, ...] = request._places  # type: ignore[attr-defined]
    return places


def place_at(request: HttpRequest, address: str) -> Place | None:
    """Return the place at exactly this address of the request's site, or None."""
    return next((place for place in places_of(request) if place.address == address), None)


def _places_of(site: Site | None) -> tuple[Place, ...]:
    if site is None:
        return ()
    # A plain page, without what its own type adds, as it may have come with the site.
    key, root = site.root_page_id, site._state.fields_cache.get("root_page")
    if type(root) is not Page:
        root = remembered(RECORDS, ("first page as a place", key), lambda: row_of(Page, key))
    return places_below(root) if root is not None else ()


def places_below(root: Page) -> tuple[Place, ...]:
    """Return `root` and the live pages below it whose certificate holds and that no password closes; one query."""
    # Putting the query together costs Django ten times what the database needs to answer it. Which pages are
    # locked becomes part of its text, so where any is it is not kept.
    alias = router.db_for_read(Page)
    question = _question(alias, Page.objects.public()) if there_are_any() else _kept_question(alias)
    rows = question.rows({PATH: root.path, str(DAY): timezone.localdate()})
    before = len(root.url_path) - 1
    return tuple(
        Place(
            pk,
            path,
            depth - root.depth,
            title,
            url_path[before:],
            kind,
            audience,
            label,
            description,
            dated=announced_on or (timezone.localdate(published_at) if published_at else None),
            in_menu=in_menu,
            revision=revision,
        )
        for (
            pk,
            path,
            depth,
            title,
            url_path,
            kind,
            audience,
            label,
            description,
            in_menu,
            announced_on,
            published_at,
            revision,
        ) in rows
    )


def _question(alias: str, open_pages: PageQuerySet) -> Question:
    """Put the query for places together, with marks for the path of the first page and for the day."""
    noon = datetime.combine(DAY, time(12), tzinfo=timezone.get_current_timezone())
    pages = live_and_certified(open_pages.filter(path__startswith=PATH), now=noon)
    rows = pages.order_by("path").annotate(of_audience=_declared("audience"), of_label=_declared("label"))
    return Question(
        rows.values_list(
            "pk", "path", "depth", "title", "url_path", "content_type__model", "of_audience", "of_label",
            "search_description", "show_in_menus", "newspage__announced_on", "first_published_at",
            "live_revision_id",
        ),
        alias,
    )  # fmt: skip


@cache
def _kept_question(alias: str) -> Question:
    return _question(alias, Page.objects.all())


def trail_to(places: Iterable[Place], page: Page) -> list[Place]:
    """Return the pages above a page, from the first one down."""
    return [place for place in places if page.path.startswith(place.path) and place.path != page.path]


def section_of(places: Iterable[Place], page: Page) -> list[Place]:
    """Return a section's first page and the menu pages right below it; empty where there are none below.

    The section of a page is the page itself or the one above it that lies right below the site's first page.
    """
    tree = list(places)
    first = next((one for one in tree if one.depth == 1 and page.path.startswith(one.path)), None)
    if first is None:
        return []
    below = [one for one in tree if one.depth == 2 and one.in_menu and one.path.startswith(first.path)]
    return [first, *below] if below else []


def neighbours_of(section: list[Place], page: Page) -> tuple[Place | None, Place | None]:
    """Return the pages before and after a page in the order of its section."""
    keys = [place.pk for place in section]
    if page.pk not in keys:
        return None, None
    at = keys.index(page.pk)
    return (section[at - 1] if at else None), (section[at + 1] if at + 1 < len(section) else None)


@cache
def _declaring() -> tuple[str, ...]:
    models = apps.get_models()
    return tuple(model._meta.model_name or "" for model in models if issubclass(model, CompliantPage))


def _declared(field: str) -> Coalesce:
    # Each page type keeps its declarations in a table of its own; exactly one of them has a row.
    return Coalesce(*(f"{name}__{field}" for name in _declaring()), Value(""))

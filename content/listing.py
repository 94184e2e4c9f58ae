"""Which pages a stored filter finds, and the part of them that one page of the listing shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.paginator import Page as Shelf, Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.models import Page

from content.caching.editions import hangs_on_other_pages
from content.readers import audiences_open_to
from content.tree import Place, places_of

LONG_AGO = date.min


class Order(models.TextChoices):
    """In which order a listing stands."""

    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"
    TITLE = "title", "By title"
    TREE = "tree", "As in the page tree"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a listing asks for; an empty text asks for nothing. `below` is the path of a page."""

    kind: str = ""
    below: str = ""
    label: str = ""
    tag: str = ""
    order: Order = Order.NEWEST
    how_many: int = 10


def kinds() -> list[tuple[str, str]]:
    """Return the page types that a listing can ask for."""
    found = [model for model in apps.get_app_config("content").get_models() if issubclass(model, Page)]
    return sorted(
        (model._meta.model_name or "", str(model._meta.verbose_name).capitalize()) for model in found
    )


def shelf_of(
    request: HttpRequest | None, stored: Filter, *, leaving_out: Page | None = None
) -> Shelf[Place] | None:
    """Return the pages that fit and that the reader may see, cut to the page of the query string's `page`."""
    if request is None:
        return None
    own = leaving_out.pk if leaving_out is not None else None
    open_to = audiences_open_to(request)
    found = [
        place
        for place in places_of(request)
        if place.pk != own and place.audience in open_to and _fits(place, stored)
    ]
    if stored.tag:
        hangs_on_other_pages(request)
        tagged = set(Page.objects.filter(tagged__tag__name__iexact=stored.tag).values_list("pk", flat=True))
        found = [place for place in found if place.pk in tagged]
    return Paginator(in_order(found, stored.order), stored.how_many).get_page(request.GET.get("page"))


def in_order(places: Iterable[Place], order: Order) -> list[Place]:
    """Return places in an order of `Order`."""
    if order == Order.TITLE:
        return sorted(places, key=lambda place: place.title.casefold())
    if order == Order.TREE:
        return list(places)
    return sorted(places, key=lambda place: place.dated or LONG_AGO, reverse=order == Order.NEWEST)


def _fits(place: Place, stored: Filter) -> bool:
    below = place.path.startswith(stored.below) and place.path != stored.below
    return (
        below
        and (not stored.kind or place.kind == stored.kind)
        and (not stored.label or place.label == stored.label)
    )

"""The feed of the news: only what everybody may read, under the name that names no brand."""

from __future__ import annotations

from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page

from content.collected.footnotes import without_marks
from content.listing import Order, in_order
from content.readers import places_open_to
from content.tree import Place
from programme.current import programme_of

MOST_ITEMS = 30


def feed_below(request: HttpRequest, index: Page) -> HttpResponse:
    """Return the newest news below a page as an Atom feed, as somebody may read it who has declared nothing."""
    items = public_items(request, index)
    programme = programme_of(request)
    feed = Atom1Feed(
        title=f"{programme.neutral_name}: news" if programme is not None else "News",
        link=request.build_absolute_uri(index.relative_url(programme.site if programme else None)),
        description="",
        language="en-gb",
        feed_url=request.build_absolute_uri(request.path),
    )
    for item in items:
        address = request.build_absolute_uri(item.address)
        dated = _morning_of(item.dated)
        feed.add_item(
            title=item.title,
            link=address,
            description=without_marks(item.description),
            unique_id=address,
            pubdate=dated,
            updateddate=dated,
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def public_items(request: HttpRequest, index: Page) -> list[Place]:
    """Return the newest items below a page that are for everybody, at most 30."""
    found = [
        place
        for place in places_open_to(request, None)
        if place.path.startswith(index.path) and place.pk != index.pk
    ]
    return in_order(found, Order.NEWEST)[:MOST_ITEMS]


def _morning_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day is not None else None

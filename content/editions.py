"""Which edition of each page there is: what a page shows follows from its revision, the records and the tree."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from content.caching.editions import Editions
from content.tree import Place, places_of
from stamps import PAGES, RECORDS, remembered, stamps_of


@dataclass(frozen=True, slots=True)
class _Tree:
    """The live pages by address; hashes of what all show of each other, without and with their revisions."""

    by_address: dict[str, Place]
    shown: str
    whole: str


def editions_of(request: HttpRequest) -> Editions | None:
    """Return the editions of the page at a request's address, or above it where it has addresses of its own."""
    site = Site.find_for_request(request)
    records = stamps_of(RECORDS).read()
    if site is None or records is None:
        return None
    # Certificates end at midnight, and no stamp is renewed for that.
    key = ("editions", site.pk, timezone.localdate())
    tree = remembered(PAGES, key, lambda: _tree_of(places_of(request)))
    place = _place_at(request.path_info, tree.by_address)
    if place is None:
        return None
    return Editions(
        own=f"{records}.{tree.shown}.{place.pk}.{place.revision}", whole=f"{records}.{tree.whole}.{place.pk}"
    )


def _tree_of(places: tuple[Place, ...]) -> _Tree:
    without = tuple(replace(place, revision=None) for place in places)
    return _Tree({place.address: place for place in places}, _hash(without), _hash(places))


def _place_at(path: str, by_address: dict[str, Place]) -> Place | None:
    while path not in by_address:
        above = path.rstrip("/").rpartition("/")[0] + "/"
        if above == path or path in ("", "/"):
            return None
        path = above
    return by_address[path]


def _hash(places: tuple[Place, ...]) -> str:
    return hashlib.sha256(repr(places).encode()).hexdigest()[:32]

"""Which material a reader may find in lists, search, feeds and site maps."""

from __future__ import annotations

from django.http import HttpRequest

from content.audience.audiences import AUDIENCES, admits
from content.audience.declared import audience_of
from content.tree import Place, places_of


def audiences_open_to(request: HttpRequest) -> frozenset[str]:
    """Return the audiences whose material the reader of this request may find."""
    return open_to_visitor(audience_of(request))


def open_to_visitor(visitor: str | None) -> frozenset[str]:
    """Return the audiences whose material somebody may find who says to be `visitor`, or says nothing yet."""
    return frozenset(audience for audience in AUDIENCES if admits(audience, visitor))


def places_open_to(request: HttpRequest, visitor: str | None) -> list[Place]:
    """Return the live pages of the request's site that `visitor` may read, in the order of the tree."""
    open_to = open_to_visitor(visitor)
    return [place for place in places_of(request) if place.audience in open_to]

"""Which material a reader may find in lists, search, feeds and site maps."""

from __future__ import annotations

from django.http import HttpRequest

from content.audience.audiences import AUDIENCES, admits
from content.audience.declared import audience_of


def audiences_open_to(request: HttpRequest) -> frozenset[str]:
    """Return the audiences whose material the reader of this request may find."""
    return open_to_visitor(audience_of(request))


def open_to_visitor(visitor: str | None) -> frozenset[str]:
    """Return the audiences whose material somebody may find who says to be `visitor`, or says nothing yet."""
    return frozenset(audience for audience in AUDIENCES if admits(audience, visitor))

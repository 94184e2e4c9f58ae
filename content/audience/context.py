"""What every template may say to whom."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.audience.audiences import BRANDED, CHOICES
from content.audience.declared import audience_of


def audience(request: HttpRequest) -> dict[str, object]:
    """Give templates the visitor's audience ("" while nobody said) and whether brands may be named to them.

    A gated page's own context takes the place of both: it is made for its audience, whoever reads it.
    """
    return {
        "audience": SimpleLazyObject(lambda: _made_for(request) or ""),
        "branded": SimpleLazyObject(lambda: _made_for(request) in BRANDED),
        "audience_choices": CHOICES,
    }


def make_for(request: HttpRequest, audience: str) -> None:
    """Say that what answers a request is made for an audience, whoever reads it."""
    request._made_for = audience  # type: ignore[attr-defined]


def _made_for(request: HttpRequest) -> str | None:
    made_for: str | None = getattr(request, "_made_for", None)
    return made_for or audience_of(request)

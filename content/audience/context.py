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
        "audience": SimpleLazyObject(lambda: audience_of(request) or ""),
        "branded": SimpleLazyObject(lambda: audience_of(request) in BRANDED),
        "audience_choices": CHOICES,
    }

"""What every template may say about the programme."""

from __future__ import annotations

from django.http import HttpRequest

from programme.current import programme_of


def programme(request: HttpRequest) -> dict[str, object]:
    """Give templates the programme of the request's site, its product and its safety records."""
    return {"programme": programme_of(request)}

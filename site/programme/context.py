"""What every template may say about the programme."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from programme.current import programme_of, safety_records_of


def programme(request: HttpRequest) -> dict[str, object]:
    """Give templates the programme of the request's site, and its safety records by kind.

    Both are lazy: a template that shows none of them costs no query.
    """
    return {
        "programme": SimpleLazyObject(lambda: programme_of(request)),
        "safety": SimpleLazyObject(lambda: safety_records_of(request)),
    }

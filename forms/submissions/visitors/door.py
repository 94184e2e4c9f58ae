"""Who may read an open form: the floor above decides, as it does for pages. Without its word nobody may."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from forms.definitions.spec import FormSpec

# Takes the request and the form's readers; returns what is shown instead, None to whoever may read.
Keeper = Callable[[HttpRequest, str], HttpResponseBase | None]
_keepers: list[Keeper] = []


class TurnedAway(Exception):
    """A visitor may not read the form; `response` is shown instead."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__("Who somebody is must be said first.")
        self.response = response


def supply(keeper: Keeper) -> None:
    """Say who decides; a second call replaces the first."""
    _keepers[:] = [keeper]


def let_in(request: HttpRequest, spec: FormSpec) -> None:
    """Let a request pass whose visitor may read a form; raise TurnedAway, or Http404 where nobody decides."""
    if not _keepers:
        raise Http404("Open forms are not set up on this site.")
    instead = _keepers[0](request, spec.readers)
    if instead is not None:
        raise TurnedAway(instead)

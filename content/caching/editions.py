"""Which edition of a page the site has now: a kept page of the same edition is given again after any change.

The floor above knows what a page hangs on, and supplies that at start-up; without it nothing outlives a stamp.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

HANGS_ON_OTHERS = "content.caching.hangs_on_others"


@dataclass(frozen=True, slots=True)
class Editions:
    """What a page looks like by its own content (`own`), or by that of any page of the site (`whole`).

    Both change with the records that pages show, and with the titles, addresses and order of all pages.
    """

    own: str
    whole: str


Reader = Callable[[HttpRequest], Editions | None]
_readers: list[Reader] = []


def supply(reader: Reader) -> None:
    """Say how editions are read; a second call replaces the first."""
    _readers[:] = [reader]


def edition_of(request: HttpRequest, *, whole: bool) -> str | None:
    """Return the edition of the page at a request's address; None where there is no such page."""
    found = _readers[0](request) if _readers else None
    if found is None:
        return None
    return found.whole if whole else found.own


def hangs_on_other_pages(request: HttpRequest) -> None:
    """Say that the answer shows more of other pages than their titles, addresses, descriptions and days."""
    getattr(request, "environ", {})[HANGS_ON_OTHERS] = True

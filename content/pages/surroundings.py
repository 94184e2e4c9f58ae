"""What stands around a page's own text: the trail to it, its section, its notes and the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.html import linebreaks
from wagtail.models import Page

from content.contacts.models import Contact
from content.contacts.services import contacts_of
from content.glossary.services import glossary_of
from content.readers import places_open_to
from content.tree import Place, neighbours_of, section_of, trail_to
from programme.current import programme_of, services_of


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a page stands: the pages above it, those of its section, and the one before and after it."""

    pk: int | None
    trail: list[Place]
    section: list[Place]
    before: Place | None
    after: Place | None

    @property
    def section_address(self) -> str:
        """Return the address of the menu entry under which the page stands, "" on the first page."""
        return next((place.address for place in (*self.trail, *self.section) if place.depth == 1), "")


class WithBody(Protocol):
    """A page whose body may hold footnotes."""

    body: Any


def surroundings_of(request: HttpRequest, page: Page, *, audience: str) -> Surroundings:
    """Return where a page for an audience stands in the tree of the request's site.

    The page is the same for all its readers, so it names no place that is closed to its audience.
    """
    places = places_open_to(request, audience)
    section = section_of(places, page)
    before, after = neighbours_of(section, page)
    return Surroundings(page.pk, trail_to(places, page), section, before, after)


def note_texts_on(request: HttpRequest, page: WithBody) -> dict[str, str]:
    """Return the HTML of every note that a page can refer to, by key: its own, and those of the services.

    A service has its note while it is in development, so that all pages drop it on the same day.
    """
    found = {
        service.key: _escaped(service.footnote)
        for service in services_of(request).values()
        if service.footnote and not service.available
    }
    found.update((block.value["mark"], str(block.value["text"])) for block in footnotes_in(page))
    return found


def footnotes_in(page: WithBody) -> list[Any]:
    """Return the footnote blocks of a page's body."""
    return [block for block in page.body or [] if block.block_type == "footnote"]


def glossary_on(request: HttpRequest) -> Mapping[str, str]:
    """Return the glossary of the request's programme; one query."""
    programme = programme_of(request)
    return glossary_of(programme.pk) if programme is not None else {}


def contacts_on(request: HttpRequest) -> Mapping[str, list[Contact]]:
    """Return the contacts of the request's programme by kind; one query."""
    programme = programme_of(request)
    return contacts_of(programme.pk) if programme is not None else {}


def _escaped(text: str) -> str:
    return str(linebreaks(text, autoescape=True))

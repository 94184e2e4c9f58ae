"""Search: several sources of findings behind one question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from content.collected.footnotes import without_marks
from content.readers import audiences_open_to
from content.tree import places_of

LONGEST_QUESTION = 200
MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found; `kind` says what it is, in a word: "Page", "Document"."""

    title: str
    address: str
    kind: str
    description: str = ""


# Given the request, the words and the audiences whose material the reader may find: the best first.
Source = Callable[[HttpRequest, str, frozenset[str]], Sequence[Finding]]

_sources: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register a source of findings; a second one of the same name takes its place."""

    def register(find: Source) -> Source:
        _sources[name] = find
        return find

    return register


def question_of(request: HttpRequest) -> str:
    """Return what the reader asks for, without what no index takes, cut to a sensible length."""
    # SQLite's index reads a quotation mark as the beginning of a phrase, and fails where none ends it.
    asked = request.GET.get("q", "").translate({0: " ", ord('"'): " "})
    return " ".join(asked.split())[:LONGEST_QUESTION]


def find(request: HttpRequest, words: str) -> list[Finding]:
    """Return what every source finds for `words`, source by source; nothing for no words."""
    if not words:
        return []
    open_to = audiences_open_to(request)
    return [finding for ask in _sources.values() for finding in ask(request, words, open_to)]


@source("pages")
def find_pages(request: HttpRequest, words: str, audiences: frozenset[str]) -> list[Finding]:
    """Find the pages of the request's site that are for one of the audiences."""
    places = {place.pk: place for place in places_of(request) if place.audience in audiences}
    found = Page.objects.filter(pk__in=places).search(words, operator="and")[:MOST_FINDINGS]
    return [
        Finding(place.title, place.address, "Page", without_marks(place.description))
        for place in (places[page.pk] for page in found)
    ]

"""Pages with which readers find others: search and site map."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest

from content.audience.audiences import admits
from content.pages.base import ContentPage
from content.readers import audiences_open_to
from content.search import find, question_of
from content.tree import Place, places_of

FINDINGS_ON_A_PAGE = 10


class SearchPage(ContentPage):  # type: ignore[django-manager-missing]
    """Search the site, for what the reader may read."""

    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["question"] = question_of(request)
        findings = Paginator(find(request, context["question"]), FINDINGS_ON_A_PAGE)
        context["findings"] = findings.get_page(request.GET.get("page"))
        context["query"] = urlencode({"q": context["question"]})
        return context


class SiteMapPage(ContentPage):  # type: ignore[django-manager-missing]
    """Every page of the site that the reader may read, as in the tree."""

    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        open_to = audiences_open_to(request)
        found = (place for place in places_of(request) if place.audience in open_to)
        context["places"] = [on_a_map_for(self.audience, place) for place in found]
        return context


def on_a_map_for(audience: str, place: Place) -> Place:
    """Return a place as a map for an audience shows it to whoever else reads it: that of others by its title alone.

    What its description says may need prescribing information beside it, which the map of another audience lacks.
    """
    return place if admits(place.audience, audience) else replace(place, description="")

"""Pages with which readers find others: search and site map."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest

from content.pages.base import ContentPage
from content.readers import audiences_open_to
from content.search import find, question_of
from content.tree import places_of

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
        context["places"] = [place for place in places_of(request) if place.audience in open_to]
        return context

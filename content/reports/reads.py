"""How often pages are read: numbers by page and day, kept without knowing by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from wagtail.models import Page, Site

from content.reports.models import PageReads

# What was asked for: host with port, and path.
Address = tuple[str, str]


def add_reads(counts: Mapping[Address, int], *, on: date) -> int:
    """Add numbers of reads to a day, by the pages at their addresses; return how many were of pages."""
    by_page: Counter[int] = Counter()
    for (host, path), number in counts.items():
        page_id = _page_at(host, path)
        if page_id is not None:
            by_page[page_id] += number
    with transaction.atomic():
        for page_id, number in sorted(by_page.items()):
            row, _ = PageReads.objects.get_or_create(page_id=page_id, day=on)
            PageReads.objects.filter(pk=row.pk).update(number=F("number") + number)
    return by_page.total()


def reads_since(first: date) -> dict[int, int]:
    """Return how often each page was read from a day on."""
    rows = PageReads.objects.filter(day__gte=first).values("page").annotate(reads=Sum("number"))
    return {row["page"]: row["reads"] for row in rows}


def first_of(days: int, *, until: date) -> date:
    """Return the first day of a span of days that ends with `until`."""
    return until - timedelta(days=days - 1)


def _page_at(host: str, path: str) -> int | None:
    request = HttpRequest()
    request.META = {"HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "80"}
    # Whether this server answers for a host at all was asked before it answered.
    site = Site.find_for_request(request)
    if site is None:
        return None
    url_path = f"{site.root_page.url_path}{path.strip('/')}"
    page = Page.objects.filter(url_path=f"{url_path.rstrip('/')}/").first()
    return page.pk if page is not None else None

"""What the reports list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from content.certification.models import Certificate
from content.library.models import Document
from content.ratings.figures import worst_rated
from content.reports.reads import first_of, reads_since
from content.reviewing.due import waiting_steps
from programme.models import Programme

AGED_AFTER = timedelta(days=365)
ENDS_WITHIN = timedelta(days=90)
READ_DAYS = 90


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """A live page that nobody published anew for a year."""

    title: str
    last_published: date | None
    prepared_on: date | None
    path: str


@dataclass(frozen=True, slots=True)
class NoCodeRow:
    """A page without a job code."""

    title: str
    kind: str
    state: str
    path: str


@dataclass(frozen=True, slots=True)
class EndingRow:
    """Something that ends within 90 days: a certificate, or the time of a page or a document."""

    title: str
    what: str
    ends_on: date
    days_left: int
    path: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """How often a live page was read within 90 days."""

    title: str
    reads: int
    path: str


@dataclass(frozen=True, slots=True)
class RatedRow:
    """What readers think of a live version."""

    title: str
    average: float
    votes: int
    path: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A page that waits for a step of its workflow."""

    title: str
    step: str
    asked_by: str
    since: date
    due_on: date | None
    state: str
    comment: str
    path: str


def ageing(pages: PageQuerySet, *, on: date) -> list[AgeingRow]:
    """Return live pages last published more than a year ago, the oldest first."""
    old = pages.live().filter(last_published_at__date__lt=on - AGED_AFTER).order_by("last_published_at")
    return [
        AgeingRow(_title(one), _day(one.last_published_at), getattr(one, "prepared_on", None), _edit(one.pk))
        for one in old.specific()
    ]


def without_job_code(pages: PageQuerySet) -> list[NoCodeRow]:
    """Return the pages that should have a job code and have none, live ones first."""
    return [
        NoCodeRow(_title(one), str(one._meta.verbose_name), "Live" if one.live else "Draft", _edit(one.pk))
        for one in pages.order_by("-live", "path").specific()
        if getattr(one, "job_code", None) == ""
    ]


def ending(programmes: Iterable[Programme], pages: PageQuerySet, *, on: date) -> list[EndingRow]:
    """Return what ends within 90 days, the nearest first."""
    chosen = list(programmes)
    found = [*_certificates(chosen, on=on), *_pages(pages, on=on), *_documents(chosen, on=on)]
    return sorted(found, key=lambda row: (row.ends_on, row.title))


def most_read(pages: PageQuerySet, *, on: date) -> list[ReadRow]:
    """Return the live pages by how often they were read within 90 days, the most read first."""
    reads = reads_since(first_of(READ_DAYS, until=on))
    rows = [ReadRow(_title(one), reads.get(one.pk, 0), _edit(one.pk)) for one in pages.live()]
    return sorted(rows, key=lambda row: (-row.reads, row.title))


def worst(programmes: Iterable[Programme]) -> list[RatedRow]:
    """Return the live versions with votes by their average, the lowest first."""
    found = [one for programme in programmes for one in worst_rated(programme=programme)]
    pages = Page.objects.in_bulk([one.page_id for one in found])
    return [
        RatedRow(_title(pages[one.page_id]), round(one.average, 1), one.votes, _edit(one.page_id))
        for one in sorted(found, key=lambda one: (one.average, -one.votes))
        if one.page_id in pages
    ]


def waiting(pages: PageQuerySet, *, on: date) -> list[WaitingRow]:
    """Return the pages that wait for a step of their workflow, the longest due first."""
    return [
        WaitingRow(
            one.title,
            one.step,
            one.asked_by,
            timezone.localdate(one.since),
            one.due_on,
            "Overdue" if one.overdue else "In time",
            one.comment,
            _edit(one.page_id),
        )
        for one in waiting_steps(pages, on=on)
    ]


def _certificates(programmes: list[Programme], *, on: date) -> Iterator[EndingRow]:
    rows = Certificate.objects.filter(
        programme__in=programmes, state=Certificate.State.VALID, expires_on__lte=on + ENDS_WITHIN
    )
    for one in rows:
        path = reverse("certification:certificate", args=[one.pk])
        yield EndingRow(one.title, "Certificate", one.expires_on, (one.expires_on - on).days, path)


def _pages(pages: PageQuerySet, *, on: date) -> Iterator[EndingRow]:
    for one in pages.live().filter(expire_at__date__lte=on + ENDS_WITHIN):
        day = timezone.localdate(one.expire_at)
        yield EndingRow(_title(one), "Page is taken down", day, (day - on).days, _edit(one.pk))


def _documents(programmes: list[Programme], *, on: date) -> Iterator[EndingRow]:
    rows = Document.objects.filter(programme__in=programmes, expires_on__range=(on, on + ENDS_WITHIN))
    for one in rows.exclude(current=None).select_related("current"):
        path = reverse("wagtaildocs:edit", args=[one.pk])
        yield EndingRow(
            one.current.title, "Document’s last day", one.expires_on, (one.expires_on - on).days, path
        )


def _title(page: Any) -> str:
    return str(page.get_admin_display_title())


def _edit(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment is not None else None

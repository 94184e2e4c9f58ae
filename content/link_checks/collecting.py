"""Write down which external links stand where, in live pages, safety records and documents in force."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from content.library.models import Document, VersionText
from content.link_checks.extracting import addresses_in
from content.link_checks.models import ExternalLink, LinkUse
from programme.models import Programme, SafetyRecord


@dataclass(frozen=True, slots=True)
class Place:
    """Something that readers see and that may link elsewhere."""

    kind: str
    key: str
    title: str
    path: str
    addresses: frozenset[str]


def collect_links(*, now: datetime) -> int:
    """Bring the list of every programme's links up to date; return how many addresses there are."""
    return sum(
        _collect(programme, now=now) for programme in Programme.objects.select_related("site__root_page")
    )


@transaction.atomic
def _collect(programme: Programme, *, now: datetime) -> int:
    wanted: dict[str, list[Place]] = {}
    for place in _places(programme):
        for address in place.addresses:
            wanted.setdefault(address, []).append(place)
    known = {one.address: one for one in ExternalLink.objects.filter(programme=programme)}
    for address, places in wanted.items():
        link = known.get(address) or _added(programme.pk, address, now=now)
        _keep_uses(link, places)
    gone = [one.pk for address, one in known.items() if address not in wanted]
    ExternalLink.objects.filter(pk__in=gone).delete()
    return len(wanted)


def _added(programme_id: UUID, address: str, *, now: datetime) -> ExternalLink:
    digest = hashlib.sha256(address.encode()).hexdigest()
    return ExternalLink.objects.create(
        programme_id=programme_id, address=address, sha256=digest, next_check_at=now
    )


def _keep_uses(link: ExternalLink, places: list[Place]) -> None:
    wanted = {(place.kind, place.key): place for place in places}
    for use in link.uses.all():
        place = wanted.pop((use.kind, use.key), None)
        if place is None:
            use.delete()
        elif use.title != place.title:
            LinkUse.objects.filter(pk=use.pk).update(title=place.title)
    LinkUse.objects.bulk_create(
        LinkUse(link=link, kind=one.kind, key=one.key, title=one.title[:255], path=one.path)
        for one in wanted.values()
    )


def _places(programme: Programme) -> Iterator[Place]:
    yield from _pages(programme)
    yield from _records(programme)
    yield from _documents(programme)


def _pages(programme: Programme) -> Iterator[Place]:
    pages = Page.objects.descendant_of(programme.site.root_page, inclusive=True).live()
    for page in pages.specific().iterator():
        path = reverse("wagtailadmin_pages:edit", args=[page.pk])
        values: Any = page.serializable_data()
        yield Place("page", str(page.pk), page.title, path, addresses_in(values))


def _records(programme: Programme) -> Iterator[Place]:
    for record in SafetyRecord.objects.filter(programme=programme):
        path = reverse("safety_records:inspect", args=[record.pk])
        yield Place("record", str(record.pk), record.title, path, addresses_in([record.body, record.link]))


def _documents(programme: Programme) -> Iterator[Place]:
    found = Document.objects.filter(programme=programme, current__isnull=False)
    texts = dict(
        VersionText.objects.filter(version__in=found.values("current")).values_list("version", "text")
    )
    for document in found:
        path = reverse("wagtaildocs:edit", args=[document.pk])
        addresses = addresses_in(texts.get(document.current_id, ""))
        yield Place("document", str(document.pk), document.title, path, addresses)

"""The list of documents that a page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from content.library.access import readable
from content.library.clearance import certificates_on
from content.library.models import Document
from content.library.readers import Reader
from stamps import RECORDS, remembered

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Related:
    """Another document that belongs with one, as a link of this site."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One document as a list shows it; `pages` is None where there are none, addresses are of this site."""

    pk: int
    title: str
    address: str
    summary: str
    kind: str
    extension: str
    size: str
    pages: int | None
    version: int
    prepared_on: date
    job_code: str
    thumbnail: str
    related: tuple[Related, ...] = ()

    @property
    def facts(self) -> str:
        """Return what the file is, in a few words: "PDF, 2 pages, 24.1 KB"."""
        pages = f"{self.pages} page{'' if self.pages == 1 else 's'}" if self.pages else ""
        return ", ".join(part for part in (self.kind, pages, self.size) if part)


def documents_for(
    *,
    programme_id: UUID,
    reader: Reader,
    on: date,
    categories: Sequence[int] = (),
    limit: int = MOST_LISTED,
) -> list[Listed]:
    """Return the documents of a programme that a reader may have on a day, by title; two queries.

    With `categories`, only what is in one of these.
    """
    found = readable_documents(programme_id=programme_id, reader=reader, on=on)
    if categories:
        in_one = Document.categories.through.objects.filter(category__in=categories).values("document")
        found = found.filter(pk__in=in_one)
    documents = [listed(document) for document in found.order_by("current__title", "pk")[:limit]]
    related = _related_to(documents, programme_id=programme_id, reader=reader, on=on)
    return [replace(one, related=tuple(related.get(one.pk, ()))) for one in documents]


def lists_are_the_same_for_all(*, programme_id: UUID) -> bool:
    """Say whether everybody signed in finds the same documents; a query only after a document was changed."""
    for_groups = Document.objects.filter(programme=programme_id, access=Document.Access.GROUPS)
    return not remembered(RECORDS, ("documents for groups", programme_id), for_groups.exists)


def _related_to(
    documents: Sequence[Listed], *, programme_id: UUID, reader: Reader, on: date
) -> dict[int, list[Related]]:
    """Return of each document those that belong with it, as far as the reader may have them; one query."""
    pairs = Document.related.through.objects.filter(
        from_document__in=[one.pk for one in documents],
        to_document__in=readable_documents(programme_id=programme_id, reader=reader, on=on).values("pk"),
    )
    found: dict[int, list[Related]] = defaultdict(list)
    pairs = pairs.select_related("to_document__current")
    for pair in pairs.order_by("to_document__current__title", "to_document"):
        other = pair.to_document
        found[pair.from_document_id].append(Related(other.current.title, other.url))
    return found


def readable_documents(*, programme_id: UUID, reader: Reader, on: date) -> QuerySet[Document]:
    """Return the rows of the documents of a programme that a reader may have, each with its version."""
    rows: QuerySet[Document] = Document.objects.filter(readable(reader, on=on), programme=programme_id)
    return rows.select_related("current")


def listed(document: Document) -> Listed:
    """Return a document with a version in force as a list shows it: as it was certified; no query when that was selected."""
    version = document.current
    if version is None:
        raise ValueError("A document without a version in force is not listed.")
    return Listed(
        pk=document.pk,
        title=version.title,
        address=document.url,
        summary=version.summary,
        kind=version.kind.label,
        extension=version.kind.extension,
        size=filesizeformat(version.size),
        pages=version.pages,
        version=version.number,
        prepared_on=version.prepared_on,
        job_code=version.job_code,
        thumbnail=reverse("library:thumbnail", args=[document.slug, version.number])
        if version.thumbnail
        else "",
    )


def next_change(*, programme_id: UUID, on: date) -> date | None:
    """Return the next day on which a list of the programme's documents changes by itself, if there is one; two queries."""
    rows = Document.objects.filter(programme=programme_id, current__isnull=False)
    found = rows.aggregate(
        begins=Min("effective_on", filter=Q(effective_on__gt=on)),
        ends=Min("expires_on", filter=Q(expires_on__gte=on)),
    )
    certificates = certificates_on(on).filter(programme=programme_id).aggregate(ends=Min("expires_on"))
    days = [found["begins"], found["ends"] and found["ends"] + timedelta(days=1), certificates["ends"]]
    return min((day for day in days if day), default=None)

"""Pages by key: each begins right after or before a row, so that none costs more than the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from forms.submissions.models import Submission

PER_PAGE = 50
# Counting further would cost more than the page.
COUNTED_AT_MOST = 1_000
_CURSOR = re.compile(r"(\d{8}T\d{12})-([0-9a-f]{32})")
_TIME = "%Y%m%dT%H%M%S%f"
NEWEST_FIRST, OLDEST_FIRST = ("-submitted_at", "-pk"), ("submitted_at", "pk")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A row's place in the order of the list: its time, and its key where times are the same."""

    at: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):{_TIME}}-{self.pk.hex}"

    @property
    def older(self) -> Q:
        """Select what comes after this row in the list."""
        return Q(submitted_at__lte=self.at) & (Q(submitted_at__lt=self.at) | Q(pk__lt=self.pk))

    @property
    def newer(self) -> Q:
        """Select what comes before this row in the list."""
        return Q(submitted_at__gte=self.at) & (Q(submitted_at__gt=self.at) | Q(pk__gt=self.pk))


def read_cursor(text: str) -> Cursor | None:
    """Return the place that a text names, None where it names none."""
    match = _CURSOR.fullmatch(text)
    if match is None:
        return None
    try:
        return Cursor(datetime.strptime(match[1], _TIME).replace(tzinfo=UTC), UUID(match[2]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Slice:
    """The keys of one page, the newest first, and where the pages beside it begin."""

    keys: tuple[UUID, ...]
    newer: Cursor | None
    older: Cursor | None


def slice_of(
    rows: QuerySet[Submission],
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    last: bool = False,
    size: int = PER_PAGE,
) -> Slice:
    """Return the page that begins after a row, the one that ends before it, the last or the first; one query."""
    backwards = before is not None or last
    if before is not None:
        rows = rows.filter(before.newer)
    elif after is not None and not last:
        rows = rows.filter(after.older)
    found = rows.order_by(*(OLDEST_FIRST if backwards else NEWEST_FIRST)).values_list("submitted_at", "pk")
    places = [Cursor(at, pk) for at, pk in found[: size + 1]]
    more, places = len(places) > size, places[:size]
    if backwards:
        places.reverse()
    if not places:
        return Slice((), newer=None, older=None)
    has_newer = more if backwards else after is not None
    has_older = before is not None if backwards else more
    return Slice(
        tuple(place.pk for place in places),
        newer=places[0] if has_newer else None,
        older=places[-1] if has_older else None,
    )


def batches_of(rows: QuerySet[Submission], *, size: int) -> Iterator[tuple[UUID, ...]]:
    """Yield the keys of all rows, the oldest first, so many at a time: memory and time do not grow with them."""
    place: Cursor | None = None
    while True:
        here = rows.filter(place.newer) if place else rows
        found = list(here.order_by(*OLDEST_FIRST).values_list("submitted_at", "pk")[:size])
        if not found:
            return
        yield tuple(pk for _, pk in found)
        if len(found) < size:
            return
        place = Cursor(*found[-1])


def counted(rows: QuerySet[Submission], *, most: int = COUNTED_AT_MOST) -> tuple[int, bool]:
    """Return how many rows there are, and whether there are more than were counted; one query of bounded cost."""
    found = rows.order_by()[: most + 1].count()
    return min(found, most), found > most

"""Which certificates a change of a shared record touches: those whose pages would render something else."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from content.certification.models import Certificate
from content.certification.rendering import digest_of_page, would_be
from programme.models import Programme


def touched_by(change: Callable[[], object], *, programme: Programme | None = None) -> list[Certificate]:
    """Return the valid certificates of live pages that `change` would void; it is made and rolled back.

    `change` writes rows only: what it would record in the audit trail could not be taken back.
    """
    certificates = list(of_live_pages(programme))
    with would_be(change):
        return [one for one in certificates if one.page and digest_of_page(one.page.specific) != one.sha256]


def of_live_pages(programme: Programme | None = None) -> QuerySet[Certificate]:
    """Return the valid certificates of live pages, of one programme or all, by title."""
    valid = Certificate.objects.filter(state=Certificate.State.VALID, page__live=True)
    if programme is not None:
        valid = valid.filter(programme=programme)
    return valid.select_related("page").order_by("title")

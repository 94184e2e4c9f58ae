"""Tell people once that a page is not on the site as it should be, and note when that is settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from wagtail.models import Page

from audit.trail import audited, record
from content.certification.concern import Concern
from content.certification.mails import owe
from content.certification.services.people import concerned_with
from programme.of_pages import programme_of_page

SYSTEM = "certification"


def concern(*, kind: Concern.Kind, page: Page, why: str, now: datetime, revision_number: int = 0) -> bool:
    """Write down what is wrong with a page and owe a mail about it; say whether it was not known before."""
    programme = programme_of_page(page)
    if programme is None:
        return False
    with audited(at=now):
        found, is_new = Concern.objects.get_or_create(
            kind=kind,
            page_number=page.pk,
            revision_number=revision_number,
            settled_at=None,
            defaults={"programme": programme, "title": page.title, "why": why[:500], "found_at": now},
        )
        if not is_new:
            return False
        owe(
            f"page_{kind}",
            programme=programme,
            to=concerned_with(page, programme=programme, now=now),
            facts={
                "title": page.title,
                "why": found.why,
                "path": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            },
            now=now,
        )
        record(f"page.{kind}", actor=SYSTEM, subject=("wagtailcore.page", page.pk), programme=programme)
    return True


def settle_all_but(still: Iterable[tuple[int, int]], *, kind: Concern.Kind, now: datetime) -> int:
    """Settle the concerns of a kind but for those about these pages and revisions; return how many."""
    remaining = set(still)
    settled = 0
    for one in Concern.objects.filter(kind=kind, settled_at=None):
        if (one.page_number, one.revision_number) in remaining:
            continue
        one.settled_at = now
        one.save(update_fields=["settled_at"])
        settled += 1
    return settled

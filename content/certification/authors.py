"""Who wrote a page since it was last certified: none of them may certify it."""

from __future__ import annotations

from uuid import UUID

from wagtail.models import Page, Revision

from content.certification.models import Certificate


def authors_of(page: Page) -> frozenset[UUID]:
    """Return who wrote a revision of a page since the last certificate, and the one that it certified.

    By the revisions' numbers, because Wagtail's autosave writes over a revision that was certified.
    """
    last = Certificate.objects.filter(page=page.pk).order_by("-certified_at").first()
    revisions = Revision.page_revisions.filter(object_id=str(page.pk), user__isnull=False)
    if last is not None and last.revision_id is not None:
        revisions = revisions.filter(pk__gte=last.revision_id)
    return frozenset(revisions.values_list("user_id", flat=True).distinct())

"""What tests ask of a page and do to it: is it live, change it, certify it."""

from __future__ import annotations

from datetime import datetime

from wagtail.models import Page, Revision

from accounts.models import User
from content.certification.models import Certificate, PendingChange
from content.certification.rendering import renderings_of
from content.certification.renewals import renewals_for
from content.certification.services.certifying import certify_page
from content.models import StandardPage


def is_live(page: Page) -> bool:
    """Say whether the database has a page as live."""
    return bool(Page.objects.get(pk=page.pk).live)


def edit(page: StandardPage, words: str, *, by: User | None = None, over: Revision | None = None) -> Revision:
    """Change a page's latest draft, in a new revision or written over one, as autosave does."""
    draft = page.get_latest_revision().as_object()
    draft.introduction = words
    found: Revision = draft.save_revision(user=by, overwrite_revision=over)
    return found


def certify(page: StandardPage, by: User, now: datetime, **values: object) -> Certificate:
    """Certify the latest draft of a page exactly as it renders now."""
    revision = page.get_latest_revision()
    shown = [one.sha256 for one in renderings_of(revision.as_object())]
    return certify_page(
        **{"page": page, "revision": revision, "shown": shown, "by": by, "now": now, **values}
    )  # type: ignore[arg-type]


def shown_for(pending: PendingChange) -> list[str]:
    """Return the hashes of what a signatory is shown of the first page that waits for a change."""
    return [one.sha256 for one in renewals_for(pending)[0].renderings]

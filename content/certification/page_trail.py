"""Who published, took down or moved a certified page stands in the hash-chained trail, whichever road they took."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import PageLogEntry

from audit.trail import audited, record
from content.certification.certified import CertifiedPage
from programme.of_pages import programme_of_page

SCHEDULE = "publishing"
# What Wagtail writes into its own history, which can be changed, by what the trail calls it.
ACTIONS = {
    "wagtail.publish": "page.published",
    "wagtail.publish.scheduled": "page.published",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.unpublish.scheduled": "page.unpublished",
    "wagtail.move": "page.moved",
}


def connect() -> None:
    """Listen to Wagtail's history; called once when the app is ready."""
    post_save.connect(_record, sender=PageLogEntry, dispatch_uid="certification.trail")


def _record(instance: PageLogEntry, created: bool, **_signal: Any) -> None:
    action = ACTIONS.get(instance.action)
    if not created or action is None:
        return
    # Wagtail notes what it was given, which may be a plain page.
    kind = instance.page.specific_class
    if kind is None or not issubclass(kind, CertifiedPage):
        return
    programme = programme_of_page(instance.page)
    with audited(at=instance.timestamp):
        record(
            action,
            actor=instance.user_id or SCHEDULE,
            subject=("wagtailcore.page", instance.page_id),
            programme=programme.pk if programme is not None else "",
            detail=_where(instance),
        )


def _where(entry: PageLogEntry) -> dict[str, Any]:
    """Return the version that was published, and the pages from below which and below which a page was moved."""
    found = {"revision": entry.revision_id} if entry.revision_id else {}
    ends = {name: entry.data[name]["id"] for name in ("source", "destination") if name in entry.data}
    return {**found, **ends}

"""What makes kept pages worthless: anything that is published, taken down or moved."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from stamps import PAGES, RECORDS, renew_when_saved, watch


def watch_pages() -> None:
    """Renew the stamp whenever the pages that readers see change.

    Records are watched by name, and certificates say so themselves when their state changes.
    """
    page_published.connect(renew, dispatch_uid="caching_published")
    page_unpublished.connect(renew, dispatch_uid="caching_unpublished")
    post_page_move.connect(_when_addresses_change, dispatch_uid="caching_moved")
    page_slug_changed.connect(_when_addresses_change, dispatch_uid="caching_slug")
    post_delete.connect(_when_a_page_goes, dispatch_uid="caching_deleted")
    watch(Site, PageViewRestriction)


def renew(**_signal: Any) -> None:
    """Answer to any signal with a new stamp."""
    renew_when_saved(PAGES)


def _when_addresses_change(**_signal: Any) -> None:
    # Where a site's first page stands in the tree is remembered with the records.
    renew_when_saved(PAGES, RECORDS)


def _when_a_page_goes(sender: type[models.Model], **_signal: Any) -> None:
    if issubclass(sender, Page):
        renew_when_saved(PAGES)

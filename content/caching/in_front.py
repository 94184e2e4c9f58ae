"""Caches in front of the server (Varnish, CloudFront): told when to forget, by Wagtail's own means.

They hold what everybody may read; pages for professionals and patients say that shared caches keep no copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from content.audience.audiences import PUBLIC
from content.audience.declared import UNDECLARED, cache_audience, signed_in
from content.caching.marks import kept_until


def tell_caches(request: HttpRequest, response: HttpResponseBase, *, now: datetime) -> HttpResponseBase:
    """Say who may keep an answer that says nothing about it yet, and for how long.

    Caches elsewhere keep what was made for everybody, as long as we do ourselves; nothing that was made for
    professionals, patients or somebody signed in, or that must not be kept at all.
    """
    if response.has_header("Cache-Control"):
        return response
    until = kept_until(request)
    for_everybody = not signed_in(request) and cache_audience(request) in (UNDECLARED, PUBLIC)
    if until is None or not for_everybody:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        seconds = max(int(until - now.timestamp()), 0)
        patch_cache_control(response, public=True, max_age=0, s_maxage=seconds)
    return response


def purge_with(*shown: type[models.Model]) -> None:
    """Let caches in front forget every page when one is published, or a record of these models is saved.

    Pages show each other's titles and share records, so each change may show on any of them.
    """
    page_published.connect(_purge, dispatch_uid="in_front_published")
    page_unpublished.connect(_purge_with_own, dispatch_uid="in_front_gone")
    page_slug_changed.connect(_purge_with_former, dispatch_uid="in_front_slug")
    post_page_move.connect(_purge_moved, dispatch_uid="in_front_moved")
    for model in shown:
        for saved in (post_save, post_delete):
            saved.connect(_purge, sender=model, dispatch_uid=f"in_front_{model._meta.label_lower}")


def _purge(**_signal: Any) -> None:
    _purge_and(())


def _purge_with_own(instance: Page, **_signal: Any) -> None:
    _purge_and(_addresses_of(instance))


def _purge_with_former(instance: Page, instance_before: Page, **_signal: Any) -> None:
    _purge_and(_former_addresses(instance, instance_before.url_path))


def _purge_moved(instance: Page, url_path_before: str, **_signal: Any) -> None:
    _purge_and(_former_addresses(instance, url_path_before))


def _purge_and(gone: Iterable[str]) -> None:
    """Purge every page, and addresses at which there is none any more."""
    if settings.WAGTAILFRONTENDCACHE:
        addresses = list(gone)
        transaction.on_commit(lambda: _purge_every_page(addresses), robust=True)


def _purge_every_page(gone: list[str]) -> None:
    batch = PurgeBatch()
    for page in Page.objects.live().specific():
        batch.add_urls(_addresses_of(page))
    batch.add_urls(gone)
    batch.purge()


def _addresses_of(page: Page) -> list[str]:
    """Return a page's address, and those below it at which it answers too: full screen, a feed."""
    specific = page.specific
    first: str = specific.full_url or ""
    return [first + path.lstrip("/") for path in specific.get_cached_paths()] if first else []


def _former_addresses(page: Page, url_path_before: str) -> list[str]:
    """Return where a page and those below it answered before it was moved."""
    parts = page.get_url_parts()
    if parts is None:
        return []
    _, root, path = parts
    # In front of the path stands the site's first page, which is no part of addresses.
    path_before = url_path_before[len(page.url_path) - len(path) :]
    below = page.get_descendants(inclusive=True).live()
    return [
        address.replace(root + path, root + path_before, 1) for one in below for address in _addresses_of(one)
    ]

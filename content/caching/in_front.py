"""Caches in front of the server (Varnish, CloudFront): told when to forget, by Wagtail's own means.

They hold what everybody may read; pages for professionals and patients say that shared caches keep no copy.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from content.audience.declared import signed_in


def tell_caches(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Say who may keep an answer that says nothing about it yet: nobody what a signed-in person got."""
    if response.has_header("Cache-Control"):
        return response
    if signed_in(request):
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=0, s_maxage=settings.PAGE_CACHE_SECONDS)
    return response


def purge_with(*shown: type[models.Model]) -> None:
    """Let caches in front forget every page when one is published, or a record of these models is saved.

    Pages show each other's titles and share records, so each change may show on any of them.
    """
    for name, signal in (
        ("published", page_published),
        ("gone", page_unpublished),
        ("moved", post_page_move),
    ):
        signal.connect(_purge, dispatch_uid=f"in_front_{name}")
    for model in shown:
        for saved in (post_save, post_delete):
            saved.connect(_purge, sender=model, dispatch_uid=f"in_front_{model._meta.label_lower}")


def _purge(**_signal: Any) -> None:
    if settings.WAGTAILFRONTENDCACHE:
        transaction.on_commit(_purge_every_page, robust=True)


def _purge_every_page() -> None:
    batch = PurgeBatch()
    batch.add_pages(Page.objects.live())
    batch.purge()

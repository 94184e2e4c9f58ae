"""Allow what pages answer to be kept: it is the same for everybody of an audience."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from content.caching.in_front import tell_caches
from content.caching.marks import may_be_kept
from content.caching.restrictions import is_locked

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponseBase]


# Before every other, so that what the gate answers is kept as well, for those who have not said who they are.
@hooks.register("on_serve_page", order=-200)
def keep_pages(serve: Serve) -> Serve:
    """Let the answer be given again until the page ends, and tell caches elsewhere what they may keep."""

    def serve_and_keep(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        now = timezone.now()
        if not is_locked(page):
            may_be_kept(request, until=page.expire_at, now=now)
        return tell_caches(request, serve(page, request, args, kwargs), now=now)

    return serve_and_keep

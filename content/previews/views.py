"""Show the latest draft of a page to whoever has its link: to read, never to act."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET
from wagtail.models import Page

from content.certification.certified import CertifiedPage
from content.certification.rendering import as_readers_see
from content.previews.services import open_link

_BODY = re.compile(r"<body\b[^>]*>")
_HEAD_ENDS = "</head>"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@require_GET
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft under its banner; the same short answer for links that ended and that never were."""
    link = open_link(token=token, now=timezone.now())
    material = _latest(link.page) if link is not None and link.page is not None else None
    if link is None or material is None:
        return unseen(render(request, "previews/ended.html", status=404))
    return unseen(HttpResponse(with_banner(as_readers_see(material), until=link.expires_at)))


def with_banner(html: str, *, until: datetime) -> str:
    """Return a page's HTML with the banner first in its body, and the banner's style."""
    banner = render_to_string("previews/banner.html", {"until": until})
    style = render_to_string("previews/style.html")
    styled = html.replace(_HEAD_ENDS, f"{style}{_HEAD_ENDS}", 1)
    return _BODY.sub(lambda found: f"{found[0]}{banner}", styled, count=1)


def unseen(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of search engines, of every cache and of what other sites are told."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Security-Policy"] = POLICY
    patch_cache_control(response, private=True, no_store=True)
    return response


def _latest(page: Page) -> Any:
    specific: Any = page.specific
    if not isinstance(specific, CertifiedPage):
        return None
    return specific.get_latest_revision_as_object()  # type: ignore[attr-defined]

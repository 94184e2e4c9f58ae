"""Put the links to drafts into the admin, reached from a page's menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from content.previews.admin import PageLinks, revoke


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    own = [
        path("<int:page_id>/", PageLinks.as_view(), name="index"),
        path("<uuid:pk>/revoke/", revoke, name="revoke"),
    ]
    return [path("preview-links/", include((own, "preview_links")))]


@hooks.register("register_page_header_buttons")
def share_the_draft(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offer to share what the person may change."""
    if page.permissions_for_user(user).can_edit():
        address = reverse("preview_links:index", args=[page.pk])
        yield Button("Share the draft", address, icon_name="link", priority=65)

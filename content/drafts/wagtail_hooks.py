"""Keep drafts that are deleted, say what happens when, and the list of deleted drafts in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from content.drafts.deleting import keep_drafts
from content.drafts.schedule import what_will_happen
from content.drafts.views import VIEW, DeletedDrafts, bring_back

# After every hook that may refuse the deletion.
LAST = 1_000


@hooks.register("before_delete_page", order=LAST)
def keep_the_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep what is deleted for 30 days; say so before, on the page that asks."""
    if request.method == "POST":
        keep_drafts(page=page, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    else:
        messages.info(request, "Deleted drafts are kept for 30 days, without their history and comments.")
    return None


@hooks.register("before_bulk_action", order=LAST)
def keep_drafts_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Keep several at once."""
    pages = [one for one in objects if isinstance(one, Page)] if action_type == "delete" else []
    for page in pages:
        # Those below another one of them are kept with it.
        if not any(page.is_descendant_of(other) for other in pages):
            keep_drafts(page=page, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return None


@hooks.register("after_edit_page")
def say_what_will_happen(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say after saving what a date does: nothing, until the draft is certified."""
    is_autosave = "application/json" in request.headers.get("Accept", "")
    if not is_autosave and (page.go_live_at or page.expire_at):
        messages.info(request, " ".join(what_will_happen(page, now=timezone.now())))
    return None


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    own = [
        path("", DeletedDrafts.as_view(), name="index"),
        path("<uuid:pk>/restore/", bring_back, name="restore"),
    ]
    return [path("deleted-drafts/", include((own, "deleted_drafts")))]


class _ForWhoMaySee(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


@hooks.register("register_reports_menu_item")
def deleted_drafts_item() -> MenuItem:
    return _ForWhoMaySee(
        "Deleted drafts", reverse("deleted_drafts:index"), name="deleted-drafts", icon_name="bin", order=120
    )

"""Keep programmes on their pages and pages on their sites, and list in the editor what keeps one from going live."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from content.compliance.content_checks import put_checks
from content.moving import LeavesProgramme, programme_from, refuse_to_leave
from content.page_links import PageLinkHandler
from content.redirects import urlpatterns as redirect_urls
from programme.models import Programme


@hooks.register("construct_wagtail_userbar")
def check_compliance(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    """Let Wagtail's content checks list the problems of a page."""
    put_checks(items)


# After Wagtail's own, whose place it takes.
@hooks.register("register_rich_text_features", order=200)
def link_to_pages(features: FeatureRegistry) -> None:
    """Write links to pages without reading each of them."""
    features.register_link_type(PageLinkHandler)


@hooks.register("insert_global_admin_js")
def name_tag_fields() -> str:
    """Give the input that Wagtail draws for tags the name of its field, for screen readers."""
    return format_html('<script src="{}" defer></script>', static("js/tag-labels.js"))


@hooks.register("register_admin_urls")
def redirects_without_circles() -> list[URLPattern]:
    """Put our forms for redirects before Wagtail's own."""
    return redirect_urls()


@hooks.register("before_delete_page")
def keep_the_programmes_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a programme's first page, or a page that holds it below itself."""
    programme = programme_from(page)
    if programme is None:
        return None
    messages.error(request, _explanation(page, programme))
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_move_page")
def keep_on_its_site(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Say why a page does not move to another programme's site."""
    return _refused_move(request, [page], destination)


@hooks.register("before_bulk_action")
def keep_them_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same for several pages at once."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type == "move" and pages:
        return _refused_move(request, pages, action.cleaned_form.cleaned_data["chooser"])
    if action_type != "delete":
        return None
    for page in pages:
        programme = programme_from(page)
        if programme is not None:
            messages.error(request, _explanation(page, programme))
            return redirect("wagtailadmin_explore", page.pk)
    return None


def _refused_move(request: HttpRequest, pages: list[Page], destination: Page) -> HttpResponse | None:
    try:
        for page in pages:
            refuse_to_leave(page, destination)
    except LeavesProgramme as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    return None


def _explanation(page: Page, programme: Programme) -> str:
    return (
        f"{page.get_admin_display_title()} was not deleted: the site of {programme.name} starts there. "
        "Unpublish it to take it off the site."
    )

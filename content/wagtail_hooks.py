"""Keep the page on which a programme stands, and list in the editor what keeps a page from going live."""

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
    programme = programme_below(page)
    if programme is None:
        return None
    messages.error(request, _explanation(page, programme))
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_them_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same for several pages at once."""
    if action_type != "delete":
        return None
    for page in (one for one in objects if isinstance(one, Page)):
        programme = programme_below(page)
        if programme is not None:
            messages.error(request, _explanation(page, programme))
            return redirect("wagtailadmin_explore", page.pk)
    return None


def programme_below(page: Page) -> Programme | None:
    """Return a programme whose first page is this one or lies below it."""
    return Programme.objects.filter(site__root_page__path__startswith=page.path).first()


def _explanation(page: Page, programme: Programme) -> str:
    return (
        f"{page.get_admin_display_title()} was not deleted: the site of {programme.name} starts there. "
        "Unpublish it to take it off the site."
    )

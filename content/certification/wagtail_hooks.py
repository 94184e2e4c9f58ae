"""Certification in the admin: refusals said in words, and the pages for signatories and administrators."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from content.certification.admin.viewsets import CertificationViewSet, SignatoryViewSet
from content.certification.certified import CertifiedPage, refuse_deletion
from content.certification.guarding import require_certificate
from content.certification.holding import holding_page
from content.certification.refusals import CertificationRefused
from content.certification.validity import is_certified


@hooks.register("register_admin_viewset")
def certification_viewsets() -> list[object]:
    return [CertificationViewSet(), SignatoryViewSet()]


@hooks.register("before_serve_page", order=-10)
def hold_what_is_not_certified(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Answer with the holding page from the second on at which a certificate ends."""
    if is_guarded(page) and not (page.live and is_certified(page, now=timezone.now())):
        return holding_page(request)
    return None


@hooks.register("before_publish_page")
def say_that_it_is_not_certified(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep what was written as a draft, and say why it does not go live."""
    if not is_guarded(page):
        return None
    revision: Any = page.get_latest_revision()
    try:
        require_certificate(revision.as_object(), now=timezone.now())
    except CertificationRefused as refusal:
        messages.warning(request, f"{refusal} What you wrote was saved as a draft.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_delete_page")
def keep_what_was_certified(request: HttpRequest, page: Page) -> HttpResponse | None:
    try:
        refuse_deletion(page)
    except CertificationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_bulk_action")
def keep_certificates_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete or publish several pages at once where one of them may not be."""
    pages = [one for one in objects if isinstance(one, Page)]
    try:
        for page in pages:
            if action_type == "delete":
                refuse_deletion(page)
            elif action_type == "publish" and is_guarded(page.specific):
                latest: Any = page.get_latest_revision() or page.specific
                require_certificate(
                    latest.as_object() if hasattr(latest, "as_object") else latest, now=timezone.now()
                )
    except CertificationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_explore", pages[0].pk)
    return None


@hooks.register("before_copy_page")
def make_no_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse an alias, which would show the page at an address that nobody certified."""
    if request.method == "POST" and request.POST.get("alias") and is_guarded(page.specific):
        messages.error(request, "Pages of a programme have no aliases. Link to the page instead.")
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("construct_page_action_menu")
def submit_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer submitting first: a page goes live by being certified."""
    page: Any = context.get("page")
    if is_guarded(page) and not page.live:
        items.sort(key=lambda item: item.name == "action-publish")


def is_guarded(page: object) -> bool:
    """Say whether a specific page goes live with a certificate only."""
    return isinstance(page, CertifiedPage)

"""Ask before a gated page is shown; lead external links through the notice; the settings in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from content.audience.gate import gate
from content.audience.gated import GatedPage, for_this_audience_only, may_read
from content.audience.rich_text import ExternalLinkHandler
from content.audience.viewsets import AudienceSettingsViewSet

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponseBase]


@hooks.register("on_serve_page", order=-100)
def ask_who_reads(serve: Serve) -> Serve:
    """Show a gated page to its audience, and everybody else the question who they are."""

    def serve_gated(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        if not isinstance(page, GatedPage) or page.is_for_everybody(**kwargs):
            return serve(page, request, args, kwargs)
        if not may_read(request, page):
            return gate(request, page_audience=page.audience)
        return for_this_audience_only(serve(page, request, args, kwargs), page)

    return serve_gated


@hooks.register("register_rich_text_features")
def lead_external_links_through_the_notice(features: FeatureRegistry) -> None:
    features.register_link_type(ExternalLinkHandler)


@hooks.register("register_admin_viewset")
def audience_viewsets() -> list[object]:
    return [AudienceSettingsViewSet()]

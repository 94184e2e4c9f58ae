"""Put the report of broken links into the admin."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from content.link_checks.views import BrokenLinksReport, again
from content.reports.base import ReportItem
from content.reports.wagtail_hooks import patterns_of


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    own = [path("<uuid:pk>/again/", again, name="again")]
    return [*patterns_of(BrokenLinksReport), path("links/", include((own, "link_checks")))]


hooks.register("register_reports_menu_item", partial(ReportItem, BrokenLinksReport, order=110))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="content_link_checks").exclude(
        codename__endswith="linkuse"
    )

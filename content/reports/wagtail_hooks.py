"""Put the reports about content into the admin's menu of reports, in the place of Wagtail's own ageing pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from content.reports.base import ContentReport, ReportItem
from content.reports.views import REPORTS


def patterns_of(report: type[ContentReport]) -> list[URLPattern]:
    """Return the addresses of a report and of its results alone."""
    base = f"reports/content/{report.name.replace('_', '-')}/"
    return [
        path(base, report.as_view(), name=report.index_url_name),
        path(f"{base}results/", report.as_view(results_only=True), name=report.index_results_url_name),
    ]


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    return [pattern for report in REPORTS for pattern in patterns_of(report)]


for number, one in enumerate(REPORTS):
    hooks.register("register_reports_menu_item", partial(ReportItem, one, order=100 + number))


@hooks.register("construct_reports_menu")
def leave_out_wagtails_ageing_pages(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != "aging-pages"]

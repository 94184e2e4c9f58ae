"""What all reports share: who reads them, of which programmes, and lists that a spreadsheet takes safely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from content.roles.rights import REPORTS

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class ContentReport(ReportView):
    """A report whose rows are made by `rows()`: frozen dataclasses with the columns' names as fields."""

    permission = REPORTS
    header_icon = "doc-full-inverse"
    name = ""
    index_url_name = ""
    index_results_url_name = ""
    headings: dict[str, str] = {}
    model: Any = None
    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> Sequence[Any]:
        """Return what the report lists for the signed-in person."""
        raise NotImplementedError

    def get_queryset(self) -> Any:
        return list(self.rows())

    def get_filtered_queryset(self) -> Any:
        return self.get_queryset()

    @property
    def columns(self) -> list[Column]:
        names = list(self.headings)
        first = TitleColumn(names[0], label=self.headings[names[0]], get_url=address_of)
        return [first, *(Column(name, label=self.headings[name]) for name in names[1:])]

    @property
    def list_export(self) -> list[str]:
        return list(self.headings)

    @property
    def export_headings(self) -> dict[str, str]:
        return self.headings

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: plain(value) for name, value in super().to_row_dict(item).items()}

    def get_filename(self) -> str:
        return self.name.replace("_", "-")


class ReportItem(MenuItem):
    """A report in the menu, for whoever may read it."""

    def __init__(self, report: type[ContentReport], *, order: int) -> None:
        super().__init__(
            str(report.page_title),
            reverse(report.index_url_name),
            name=report.name.replace("_", "-"),
            icon_name=report.header_icon,
            order=order,
        )
        self._permission = report.permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self._permission))


def address_of(row: Any) -> str:
    """Return where a row's subject is edited; "" for none."""
    return str(row.path)


def plain(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

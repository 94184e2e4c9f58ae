"""Take the filtered register out of the system, as CSV or as an Excel file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from agreements.admin.index import filters_of
from agreements.admin.pages import RegisterPage
from agreements.register.exporting import Line, as_csv, as_xlsx, lines_of
from agreements.register.filters import organisations_matching
from agreements.register.services import note_exported
from directory.models import Organisation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Export(RegisterPage):
    """The organisations that the filters find, all of them; taking them out is an event."""

    http_method_names = ["get"]
    file_format = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:  # type: ignore[override]
        now = timezone.now()
        filters = filters_of(request, self.programme.pk)
        organisations = organisations_matching(filters, programme_id=self.programme.pk, now=now)
        note_exported(
            programme_id=self.programme.pk,
            filters=filters,
            file_format=self.file_format,
            count=organisations.count(),
            by=self.person,
            now=now,
        )
        response = self.response(organisations, also=filters.standing)
        name = f"agreements-{timezone.localdate(now).isoformat()}.{self.file_format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        add_never_cache_headers(response)
        return response

    def response(
        self, organisations: QuerySet[Organisation], *, also: str
    ) -> HttpResponse | StreamingHttpResponse:
        raise NotImplementedError

    def lines(self, organisations: QuerySet[Organisation], also: str) -> Iterator[Line]:
        return lines_of(organisations, programme_id=self.programme.pk, now=timezone.now(), also=also)


class ExportCsv(_Export):
    """The register as CSV, sent while it is read."""

    file_format = "csv"

    def response(
        self, organisations: QuerySet[Organisation], *, also: str
    ) -> HttpResponse | StreamingHttpResponse:
        lines = self.lines(organisations, also)
        return StreamingHttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")


class ExportXlsx(_Export):
    """The register as an Excel file."""

    file_format = "xlsx"

    def response(
        self, organisations: QuerySet[Organisation], *, also: str
    ) -> HttpResponse | StreamingHttpResponse:
        lines = self.lines(organisations, also)
        return HttpResponse(as_xlsx(lines), content_type=XLSX)

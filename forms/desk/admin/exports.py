"""Take submissions out of the system: ask for a file, see how far it is, fetch it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property

from accounts.second_factor import proved_within, reauthentication_url
from forms.desk.admin.pages import NAMESPACE, DeskPage
from forms.desk.exporting.plan import METADATA, plan_of
from forms.desk.exporting.ready import exports_of
from forms.desk.exporting.services import Asked, begin_export, export_now, may_take, note_taken
from forms.desk.exporting.storing import parts_of
from forms.desk.exporting.writing import MEDIA_TYPES
from forms.desk.filters import DeskFilters
from forms.desk.models import Export
from forms.desk.paging import counted
from forms.desk.reading_filters import filters_from
from forms.desk.refusals import DeskRefused
from forms.desk.rights import EXPORT, reader_of, require
from forms.desk.selecting import submissions_matching

# Answers leave the system only with a second factor that was proved within the last so many seconds.
FRESH = 15 * 60


class ExportPage(DeskPage):
    """Choose a file (GET) and get it (POST): at once when it is small, else from the worker."""

    page_title = "Export"
    template_name = "desk/admin/export.html"
    http_method_names = ["get", "post"]

    @cached_property
    def filters(self) -> DeskFilters:
        text = self.request.POST.get("query", "") if self.request.method == "POST" else ""
        return filters_from(QueryDict(text) if self.request.method == "POST" else self.request.GET)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            require(self.person, EXPORT, self.programme.pk)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest) -> HttpResponseBase:
        asked = Asked(
            self.programme.pk,
            self.filters,
            request.POST.get("format", ""),
            request.POST.get("answers") == "yes",
        )
        here = f"{request.path}?{self.filters.query}"
        if asked.format not in Export.Format.values:
            messages.error(request, "Choose the format of the file.")
            return redirect(here)
        if asked.with_answers and not proved_within(request, seconds=FRESH):
            messages.info(request, "Answers leave the system only right after your code. Then ask once more.")
            return redirect(reauthentication_url(request, here))
        now = timezone.now()
        try:
            pieces = export_now(asked=asked, by=self.person, now=now)
            if pieces is None:
                return redirect(f"{NAMESPACE}:export", begin_export(asked=asked, by=self.person, now=now).pk)
        except DeskRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(here)
        return _file(pieces, asked.format)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        matching = submissions_matching(
            self.filters, programme_id=self.programme.pk, versions=self.versions, person_id=self.person.pk
        )
        count, more = counted(matching)
        reader = reader_of(self.person)
        listed = [one for one in self.versions.values() if one.listed]
        meant = [one for one in listed if self.filters.form in (None, one.form_id)]
        return {
            **super().get_context_data(**kwargs),
            "filters": self.filters,
            "formats": Export.Format.choices,
            "count": count,
            "more": more,
            "metadata": METADATA,
            "questions": plan_of(meant, reader if reader.reads_something else None).headings,
            "fresh": proved_within(self.request, seconds=FRESH),
            "exports": list(exports_of(self.person)[:20]),
        }


class OneExport(DeskPage):
    """How far an export is, and where its file is fetched; nobody sees another person's."""

    template_name = "desk/admin/one_export.html"
    http_method_names = ["get"]

    @cached_property
    def export(self) -> Export:
        return get_object_or_404(exports_of(self.person), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return f"Export as {self.export.get_format_display()}"

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse(f"{NAMESPACE}:exports"), "Exports")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "progress" in request.GET:
            return render(request, "desk/admin/_export.html", self._shown())
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **self._shown()}

    def _shown(self) -> dict[str, Any]:
        return {"export": self.export, "ready": self.export.is_ready_at(timezone.now())}


class TakeExport(DeskPage):
    """The file of an export."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:  # type: ignore[override]
        export = get_object_or_404(exports_of(self.person), pk=pk)
        now = timezone.now()
        if not may_take(export, self.person, now):
            messages.error(request, "This export can no longer be fetched. Ask for it again.")
            return redirect(f"{NAMESPACE}:export", pk)
        if export.with_answers and not proved_within(request, seconds=FRESH):
            return redirect(reauthentication_url(request, reverse(f"{NAMESPACE}:export", args=[pk])))
        note_taken(export=export, by=self.person, now=now)
        response = _file(parts_of(export), export.format)
        response["Content-Length"] = str(export.size)
        return response


def _file(pieces: Iterator[bytes], file_format: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[file_format])
    name = f"submissions-{timezone.localdate().isoformat()}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response

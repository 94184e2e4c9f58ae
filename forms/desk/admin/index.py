"""The desk's first page: submissions, filters, what people saved of these, and what is done to many at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from forms.desk.admin.filter_form import FilterForm
from forms.desk.admin.pages import NAMESPACE, DeskPage
from forms.desk.bulk.actions import actions_for
from forms.desk.columns import chosen
from forms.desk.exporting.ready import ready_exports
from forms.desk.filters import DeskFilters
from forms.desk.models import Tag
from forms.desk.paging import counted, read_cursor, slice_of
from forms.desk.reading_filters import filters_from
from forms.desk.refusals import DeskRefused
from forms.desk.rights import Colleague, people_of_desk
from forms.desk.rows import rows_of
from forms.desk.searching import LONGEST_TYPED, found, meant_by
from forms.desk.selecting import submissions_matching
from forms.desk.services.saving import delete_filter, filters_for, save_filter


class SubmissionList(DeskPage):
    """A page of submissions with their legs' states; metadata only."""

    page_title = "Submissions"
    template_name = "desk/admin/index.html"
    http_method_names = ["get"]

    @cached_property
    def filters(self) -> DeskFilters:
        return filters_from(self.request.GET)

    @cached_property
    def people(self) -> list[Colleague]:
        return people_of_desk(self.programme)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        matching = submissions_matching(
            self.filters, programme_id=self.programme.pk, versions=self.versions, person_id=self.person.pk
        )
        page = slice_of(
            matching,
            after=read_cursor(query.get("after", "")),
            before=read_cursor(query.get("before", "")),
            last="last" in query,
        )
        count, more = counted(matching)
        return {
            **super().get_context_data(**kwargs),
            "filters": self.filters,
            "form": FilterForm(
                self.filters,
                versions=self.versions.values(),
                people=self.people,
                programme_id=self.programme.pk,
            ),
            **listed(self, page.keys, self.filters),
            "page": page,
            "links": _links(self.filters, page.newer, page.older),
            "count": count,
            "more": more,
            "saved": filters_for(self.person, self.programme.pk),
            "actions": actions_for(self.person),
            "people": self.people,
            "tags": list(Tag.objects.filter(programme=self.programme)),
            "ready": ready_exports(self.person, timezone.now()),
            "longest": LONGEST_TYPED,
        }


class SearchSubmissions(DeskPage):
    """What an exact reference or identifier finds. By POST only: an identifier never stands in an address."""

    page_title = "Search"
    template_name = "desk/admin/search.html"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(f"{NAMESPACE}:index")

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = request.POST.get("wanted", "")[:LONGEST_TYPED].strip()
        meant = meant_by(typed, programme_id=self.programme.pk, user=self.person)
        keys = found(meant, programme_id=self.programme.pk, versions=self.versions)
        context = {
            **self.get_context_data(),
            **listed(self, keys, DeskFilters()),
            "typed": typed,
            "understood": bool(meant),
            "longest": LONGEST_TYPED,
        }
        return self.render_to_response(context)


class SaveFilter(DeskPage):
    """Keep the present filters and columns under a name."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        filters = filters_from(QueryDict(request.POST.get("query", "")))
        try:
            saved = save_filter(
                person=self.person,
                programme_id=self.programme.pk,
                name=request.POST.get("name", ""),
                filters=filters,
                shared=request.POST.get("shared") == "yes",
                now=timezone.now(),
            )
        except DeskRefused as refusal:
            messages.error(request, str(refusal))
            return to_list(filters)
        whose = "Everybody of the desk sees it." if saved.shared else "Only you see it."
        messages.success(request, f"Saved as “{saved.name}”. {whose}")
        return to_list(filters)


class DeleteFilter(DeskPage):
    """Delete one of one's own filters, or a shared one of somebody who has left."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if delete_filter(filter_id=pk, programme_id=self.programme.pk, person=self.person):
            messages.success(request, "The filter is deleted. The submissions stay as they are.")
        return to_list(filters_from(QueryDict(request.POST.get("query", ""))))


def listed(page: DeskPage, keys: Any, filters: DeskFilters) -> dict[str, Any]:
    """Return columns and rows for the table of a page."""
    columns = chosen(filters.columns)
    rows = rows_of(keys, page.versions)
    return {
        "columns": columns,
        "rows": [(row, [(column, list(column.lines(row))) for column in columns]) for row in rows],
    }


def to_list(filters: DeskFilters) -> HttpResponse:
    """Return to the list with these filters."""
    return redirect(f"{reverse(f'{NAMESPACE}:index')}?{filters.query}")


def _links(filters: DeskFilters, newer: Any, older: Any) -> dict[str, str]:
    """Return where the pages beside this one are; empty where there is none."""
    start = f"?{filters.query}&" if filters.query else "?"
    return {
        "first": start.rstrip("&") if newer else "",
        "newer": f"{start}before={newer}" if newer else "",
        "older": f"{start}after={older}" if older else "",
        "last": f"{start}last=1" if older else "",
    }

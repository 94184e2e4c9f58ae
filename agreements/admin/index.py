"""The register's first page: organisations by documents, filters, saved views and reminders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

from agreements.admin.filter_form import FilterForm
from agreements.admin.pages import NAMESPACE, ManagingPage, RegisterPage
from agreements.models import Agreement
from agreements.readiness import LEFT_OUT
from agreements.refusals import AgreementRefused
from agreements.register.counting import count_by_standing
from agreements.register.filters import RegisterFilters, organisations_matching
from agreements.register.matrix import groups_among, partners_of, rows_for
from agreements.register.services import ViewRefused, delete_view, save_view, views_of
from agreements.services.reminding import remind_many
from directory.models import Organisation, Partner

PER_PAGE = 50


class RegisterView(RegisterPage):
    """Organisations with the standing of each of their documents."""

    page_title = "Agreements"
    template_name = "agreements/admin/register.html"
    http_method_names = ["get"]

    @cached_property
    def partners(self) -> list[Partner]:
        return partners_of(self.programme.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, form = timezone.now(), FilterForm(self.request.GET, partners=self.partners)
        filters = form.filters()
        organisations = organisations_matching(filters, programme_id=self.programme.pk, now=now)
        page = self._page(organisations)
        rows = rows_for(list(page.object_list), self.partners, now=now, also=filters.standing)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "filters": filters,
            "groups": groups_among(self.partners),
            "rows": rows,
            "page": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "counts": count_by_standing(programme_id=self.programme.pk, now=now),
            "views": views_of(self.person),
            "remindable": any(
                entry.may_be_reminded for row in rows for cell in row.cells for entry in cell.entries
            ),
            "back": f"?{self.request.GET.urlencode()}",
        }

    def _page(self, organisations: Any) -> Page[Organisation]:
        return WagtailPaginator(organisations, PER_PAGE).get_page(self.request.GET.get("p"))  # type: ignore[no-any-return]


class RemindTicked(ManagingPage):
    """Remind whoever is to sign the ticked agreements."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        agreements = Agreement.objects.filter(pk__in=_ids(request.POST.getlist("agreement")))
        rows = list(agreements.select_related("organisation").defer(*LEFT_OUT))
        if not rows:
            messages.error(request, "Tick at least one agreement, then send the reminders.")
            return back_to_register(request)
        try:
            reminded, left = remind_many(agreements=rows, by=self.person, now=timezone.now())
        except AgreementRefused as refusal:
            messages.error(request, str(refusal))
            return back_to_register(request)
        if reminded:
            messages.success(request, f"{_counted(reminded, 'reminder')} sent.")
        if left:
            messages.warning(
                request,
                f"{_counted(left, 'reminder')} not sent: it is nobody’s turn who could be reminded, or somebody was "
                "reminded within the last day.",
            )
        return back_to_register(request)


class SaveView(RegisterPage):
    """Keep the present filters under a name."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = QueryDict(request.POST.get("query", "").removeprefix("?"))
        form = FilterForm(asked, partners=partners_of(self.programme.pk))
        try:
            view = save_view(
                person=self.person,
                name=request.POST.get("name", ""),
                filters=form.filters(),
                now=timezone.now(),
            )
        except ViewRefused as refusal:
            messages.error(request, str(refusal))
            return back_to_register(request)
        messages.success(request, f"Saved as “{view.name}”. Only you see it.")
        return redirect(f"{reverse(f'{NAMESPACE}:index')}?{view.query}")


class DeleteView(RegisterPage):
    """Delete one of one's own views."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if delete_view(view_id=pk, person=self.person):
            messages.success(request, "The view is deleted. The agreements stay as they are.")
        return back_to_register(request)


def filters_of(request: HttpRequest, programme_id: UUID) -> RegisterFilters:
    """Return the filters of an address."""
    return FilterForm(request.GET, partners=partners_of(programme_id)).filters()


def back_to_register(request: HttpRequest) -> HttpResponse:
    """Return to the register with the filters that were set."""
    query = QueryDict(request.POST.get("query", "").removeprefix("?"))
    return redirect(f"{reverse(f'{NAMESPACE}:index')}?{query.urlencode()}")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing} was" if number == 1 else f"{number} {thing}s were"


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found

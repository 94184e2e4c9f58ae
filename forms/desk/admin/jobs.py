"""Bulk actions: begin one, and see how far it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.permissions import metadata_of
from forms.desk.admin.index import to_list
from forms.desk.admin.pages import NAMESPACE, DeskPage
from forms.desk.bulk.actions import ACTIONS
from forms.desk.bulk.services import MOST_SUBJECTS, begin_job
from forms.desk.filters import DeskFilters
from forms.desk.models import Job
from forms.desk.reading_filters import filters_from
from forms.desk.refusals import DeskRefused
from forms.desk.selecting import submissions_matching
from forms.submissions.listing import of_listed_kinds
from forms.submissions.models import Submission
from programme.reach import programmes_within_reach


class BeginJob(DeskPage):
    """Do something to the ticked submissions, or to all that the filters find."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        filters = filters_from(QueryDict(request.POST.get("query", "")))
        try:
            job = begin_job(
                action=request.POST.get("action", ""),
                values={name: request.POST.get(name, "") for name in ("assignee", "tag", "reason")},
                subjects=self._subjects(filters),
                programme_id=self.programme.pk,
                by=self.person,
                now=timezone.now(),
            )
        except DeskRefused as refusal:
            messages.error(request, str(refusal))
            return to_list(filters)
        return redirect(f"{NAMESPACE}:job", job.pk)

    def _subjects(self, filters: DeskFilters) -> list[UUID]:
        if self.request.POST.get("all") == "yes":
            rows = submissions_matching(
                filters, programme_id=self.programme.pk, versions=self.versions, person_id=self.person.pk
            )
            return list(
                rows.order_by("-submitted_at", "-pk").values_list("pk", flat=True)[: MOST_SUBJECTS + 1]
            )
        ticked = [one for one in self.request.POST.getlist("submission") if _is_key(one)]
        # The desk's own only: other kinds have pages, and actions, of their own.
        listed = of_listed_kinds(metadata_of(Submission)).filter(pk__in=ticked, programme=self.programme.pk)
        return list(listed.values_list("pk", flat=True))


class JobPage(DeskPage):
    """How far a bulk action is: the page looks again by itself, with or without a script."""

    template_name = "desk/admin/job.html"
    http_method_names = ["get"]

    @cached_property
    def job(self) -> Job:
        own = Job.objects.filter(programme__in=programmes_within_reach(self.person)).select_related("person")
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return ACTIONS[self.job.action].label

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse(f"{NAMESPACE}:jobs"), "Bulk actions")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "progress" in request.GET:
            return render(request, "desk/admin/_job.html", {"job": self.job})
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "job": self.job}


class JobList(DeskPage):
    """The bulk actions of the programme, the newest first."""

    page_title = "Bulk actions"
    template_name = "desk/admin/jobs.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Job.objects.filter(programme=self.programme).defer("subjects").select_related("person")[:50]
        jobs = [(job, ACTIONS[job.action].label) for job in rows]
        return {**super().get_context_data(**kwargs), "jobs": jobs}


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

"""List restricted tasks, show one, close it: to each person the kinds that the person may handle."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, PermissionCheckedMixin, WagtailAdminTemplateMixin

from forms.registration.admin.facts import is_overdue, task_facts, what_to_do
from forms.registration.models import RestrictedTask
from forms.registration.rights import HANDLE, TaskPolicy, tasks_for
from forms.registration.tasks import OUTCOME_LENGTH, OutcomeMissing, TaskClosedAlready, close_task

TASKS = TaskPolicy(RestrictedTask)


class TaskFilter(WagtailFilterSet):
    """Narrow the list by state and kind."""

    state = django_filters.ChoiceFilter(choices=RestrictedTask.State.choices)
    kind = django_filters.ChoiceFilter(choices=RestrictedTask.Kind.choices)

    class Meta:
        model = RestrictedTask
        fields = ["state", "kind"]


class TaskList(IndexView):
    """The restricted tasks of the kinds that the person may handle, the newest first."""

    model = RestrictedTask
    permission_policy = TASKS
    any_permission_required = [HANDLE]
    filterset_class = TaskFilter
    default_ordering = "-created_at"
    is_searchable = True
    search_fields = ["reference", "other_references"]
    search_backend_name = None
    page_title = "Restricted tasks"
    columns = [
        TitleColumn("reference", label="Reference", url_name="restricted_tasks:detail"),
        Column("get_kind_display", label="What", sort_key="kind"),
        Column("other_references", label="Other references"),
        StatusTagColumn(
            "get_state_display",
            label="State",
            primary=lambda task: task.state == RestrictedTask.State.DONE,
            sort_key="state",
        ),
        DateColumn("created_at", label="Opened", sort_key="created_at"),
        Column("due_on", label="Due", sort_key="due_on"),
    ]

    def get_base_queryset(self) -> Any:
        return tasks_for(self.request.user).defer("report_sealed")


class OutcomeForm(forms.Form):
    """What was done about a task."""

    outcome = forms.CharField(
        label="What was done",
        max_length=OUTCOME_LENGTH,
        help_text="Kept with the task. Do not name the patient.",
    )


class TaskDetail(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One task, with what closes it (GET), and closing it (POST)."""

    permission_policy = TASKS
    permission_required = HANDLE
    header_icon = "warning"
    template_name = "registration/admin/task.html"
    http_method_names = ["get", "post"]

    @cached_property
    def task(self) -> RestrictedTask:
        tasks = tasks_for(self.request.user).select_related("done_by", "programme__product")
        return get_object_or_404(tasks, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.task)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("restricted_tasks:index"), "label": "Restricted tasks"},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.task.state == RestrictedTask.State.OPEN
        kwargs.setdefault("form", OutcomeForm() if is_open else None)
        return {
            **super().get_context_data(**kwargs),
            "facts": task_facts(self.task),
            "what_to_do": what_to_do(self.task),
            "overdue": is_overdue(self.task),
            "list_url": reverse("restricted_tasks:index"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = OutcomeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            close_task(
                task=self.task,
                outcome=form.cleaned_data["outcome"],
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except OutcomeMissing as error:
            form.add_error("outcome", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        except TaskClosedAlready as error:
            messages.error(request, str(error))
            return redirect("restricted_tasks:detail", self.task.pk)
        messages.success(request, "The task is closed.")
        return redirect("restricted_tasks:index")

"""The page of the admin about periodic jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from forms.routing.admin.wording import every, until
from forms.routing.jobs import registered_jobs, title_of
from forms.routing.models import Delivery, PeriodicJob


class JobList(IndexView):
    """The periodic jobs with their last run and its result, for those who may see deliveries."""

    model = PeriodicJob
    permission_policy = ModelPermissionPolicy(Delivery)
    any_permission_required = ["view"]
    default_ordering = "name"
    page_title = "Periodic jobs"
    columns = [
        Column("name", label="Job", accessor=lambda job: title_of(job.name)),
        Column("every_seconds", label="How often", accessor=lambda job: _how_often(job)),
        DateColumn("last_started_at", label="Last started"),
        DateColumn("last_finished_at", label="Last finished"),
        StatusTagColumn(
            "last_ok", label="Went well", accessor=lambda job: _went(job), primary=lambda job: job.last_ok
        ),
        Column("last_result", label="Result"),
        Column("next_run_at", label="Next run", accessor=lambda job: _next_run(job)),
    ]

    def get_base_queryset(self) -> Any:
        return registered_jobs()


def _how_often(job: PeriodicJob) -> str:
    return every(timedelta(seconds=job.every_seconds)).capitalize()


def _next_run(job: PeriodicJob) -> str:
    return until(job.next_run_at, now=timezone.now()).capitalize()


def _went(job: PeriodicJob) -> str:
    return {True: "Yes", False: "No", None: "Not run yet"}[job.last_ok]

"""When a step is due, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.query import PageQuerySet

from content.reviewing.models import TaskDue
from forms.registration.working_days import working_days_after


@dataclass(frozen=True, slots=True)
class Waiting:
    """One step that waits: the page's key and title, the step, who asked, since and until when, the last comment.

    `overdue` says whether its day has passed.
    """

    page_id: int
    task_state_id: int
    title: str
    step: str
    asked_by: str
    since: datetime
    due_on: date | None
    overdue: bool
    comment: str


def set_due(task_state: TaskState, *, now: datetime) -> TaskDue:
    """Give a step its day: so many working days (setting PAGE_REVIEW_DAYS) from now."""
    due_on = working_days_after(timezone.localdate(now), settings.PAGE_REVIEW_DAYS)
    due, _ = TaskDue.objects.get_or_create(task_state_id=task_state.pk, defaults={"due_on": due_on})
    return due


def waiting_steps(pages: PageQuerySet, *, on: date) -> list[Waiting]:
    """Return what waits of these pages (a queryset), the longest due first."""
    keys = {str(key) for key in pages.values_list("pk", flat=True)}
    rows = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            # Forms are reviewed too, and theirs may be the key of a page.
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        )
        .select_related("task", "workflow_state__requested_by", "due", "revision")
        .order_by("due__due_on", "started_at")
    )
    return [_waiting(row, on) for row in rows if row.workflow_state.object_id in keys]


def _waiting(state: TaskState, on: date) -> Waiting:
    page: Page = state.workflow_state.content_object
    due = getattr(state, "due", None)
    asked_by = state.workflow_state.requested_by
    return Waiting(
        page_id=page.pk,
        task_state_id=state.pk,
        title=page.get_admin_display_title(),
        step=state.task.name,
        asked_by=str(asked_by) if asked_by is not None else "",
        since=state.started_at,
        due_on=due.due_on if due is not None else None,
        overdue=due is not None and due.due_on < on,
        comment=last_comment(state),
    )


def last_comment(state: TaskState) -> str:
    """Return what was said at the last decision before this step, if anything was."""
    before = state.workflow_state.task_states.exclude(pk=state.pk).exclude(comment="")
    found = before.order_by("-finished_at").first()
    return found.comment if found is not None else ""

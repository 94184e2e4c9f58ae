"""Whom to tell of a review, through the mails that are owed until they are taken.

Wagtail's own notifiers send nothing for an approval with a comment (wagtail#7542) and tell nobody but the
first who asked of a later rejection (wagtail#10196); these tell everybody concerned, each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from wagtail.models import GroupApprovalTask, Page, TaskState

from accounts.models import User
from content.certification.mails import owe
from content.certification.services.signatories import current_signatories
from content.reviewing.models import TaskDue
from programme.of_pages import programme_of_page


def tell_reviewers(state: TaskState, due: TaskDue, *, template: str, now: datetime) -> int:
    """Tell those who decide a step that it waits for them; not who asked, unless there is nobody else."""
    page = page_of(state)
    if page is None:
        return 0
    people = _deciders(state, page, now)
    others = [one for one in people if one.pk != state.workflow_state.requested_by_id]
    return _owe(template, page, others or people, due_on=formats.date_format(due.due_on, "j F Y"), now=now)


def tell_of_step_passed(state: TaskState, *, now: datetime) -> int:
    """Tell who asked, and who wrote the draft, that one step was approved and which comes next."""
    page = page_of(state)
    if page is None:
        return 0
    following = state.workflow_state.get_next_task()
    if following is None:
        return 0
    people = {*_asker(state), *_author(state)}
    return _owe("review_passed", page, _others(people, state), step=following.name, now=now)


def tell_of_rejection(state: TaskState, *, now: datetime) -> int:
    """Tell who submitted what was sent back; who asked first is told with the workflow's own mail."""
    page = page_of(state)
    if page is None:
        return 0
    return _owe("rejected", page, _others({*_author(state)} - {*_asker(state)}, state), now=now)


def page_of(state: TaskState) -> Page | None:
    """Return the page of a step; None for what is no page or on no programme's site."""
    found: Any = state.workflow_state.content_object
    return found if isinstance(found, Page) and programme_of_page(found) is not None else None


def _deciders(state: TaskState, page: Page, now: datetime) -> list[User]:
    task, programme = state.task.specific, programme_of_page(page)
    if isinstance(task, GroupApprovalTask):
        return list(User.objects.filter(groups__in=task.groups.all(), is_active=True).distinct())
    if programme is None:
        return []
    signatories = current_signatories(programme=programme, on=timezone.localdate(now))
    return [one.user for one in signatories]


def _asker(state: TaskState) -> list[User]:
    asked_by = state.workflow_state.requested_by
    return [asked_by] if asked_by is not None else []


def _author(state: TaskState) -> list[User]:
    revision = state.revision
    return [revision.user] if revision is not None and revision.user is not None else []


def _others(people: Iterable[User], state: TaskState) -> list[User]:
    """Leave out who decided: they know."""
    return [one for one in people if one.pk != state.finished_by_id]


def _owe(template: str, page: Page, people: Iterable[User], *, now: datetime, **facts: str) -> int:
    programme = programme_of_page(page)
    if programme is None:
        return 0
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    facts = {"title": page.get_admin_display_title(), "path": path, **facts}
    return owe(template, programme=programme, to=people, facts=facts, now=now)

"""Answer to what happens in workflows of programmes' pages, in the place of Wagtail's own mails."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.admin import mail as wagtail_mail
from wagtail.models import GroupApprovalTask, Site, TaskState
from wagtail.signals import task_approved, task_rejected, task_submitted

from content.reviewing.due import set_due
from content.reviewing.mails import page_of, tell_of_rejection, tell_of_step_passed, tell_reviewers
from content.reviewing.workflow import follow_site


class _Elsewhere(wagtail_mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """Wagtail's mail to a group that something waits, for what is no page of a programme."""

    def can_handle(self, instance: Any, **options: Any) -> bool:
        return bool(super().can_handle(instance, **options)) and page_of(instance) is None


# Signals keep weak references.
_elsewhere = _Elsewhere()


def connect() -> None:
    """Listen to workflows; called once when the app is ready."""
    uid = "group_approval_task_submitted_email_notification"
    # The first to connect under an id is heard: whether Wagtail's app is ready before this one or after.
    task_submitted.disconnect(sender=TaskState, dispatch_uid=uid)
    task_submitted.connect(_elsewhere, sender=TaskState, dispatch_uid=uid)
    task_submitted.connect(_on_submission, dispatch_uid="reviewing.submitted")
    task_approved.connect(_on_approval, dispatch_uid="reviewing.approved")
    task_rejected.connect(_on_rejection, dispatch_uid="reviewing.rejected")
    post_save.connect(_follow_site, sender=Site, dispatch_uid="reviewing.site")


def _on_submission(sender: object, instance: TaskState, user: Any = None, **_: object) -> None:
    if page_of(instance) is None:
        return
    now = timezone.now()
    due = set_due(instance, now=now)
    if isinstance(instance.task.specific, GroupApprovalTask):
        tell_reviewers(instance, due, template="review_requested", now=now)


def _on_approval(sender: object, instance: TaskState, user: Any = None, **_: object) -> None:
    tell_of_step_passed(instance, now=timezone.now())


def _on_rejection(sender: object, instance: TaskState, user: Any = None, **_: object) -> None:
    tell_of_rejection(instance, now=timezone.now())


def _follow_site(instance: Site, **_: object) -> None:
    follow_site(instance)

"""Tell people of requests and decisions when Wagtail's workflow says so, in the place of Wagtail's own mails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin import mail as wagtail_mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from content.certification.authors import authors_of
from content.certification.mails import owe
from content.certification.rendering import programme_of_page
from content.certification.services.signatories import current_signatories


class _NotOurs:
    """Keep one of Wagtail's notifiers from workflows in which a signatory certifies."""

    def can_handle(self, instance: Any, **options: Any) -> bool:
        handles: bool = super().can_handle(instance, **options)  # type: ignore[misc]
        return handles and not is_certification(instance)


class _Submission(_NotOurs, wagtail_mail.WorkflowStateSubmissionEmailNotifier):
    """Wagtail's mail that something was submitted, elsewhere."""


class _Approval(_NotOurs, wagtail_mail.WorkflowStateApprovalEmailNotifier):
    """Wagtail's mail that something was approved, elsewhere."""


class _Rejection(_NotOurs, wagtail_mail.WorkflowStateRejectionEmailNotifier):
    """Wagtail's mail that something was rejected, elsewhere."""


# Signals keep weak references.
_ELSEWHERE = {"submitted": _Submission(), "approved": _Approval(), "rejected": _Rejection()}
_SIGNALS = {"submitted": workflow_submitted, "approved": workflow_approved, "rejected": workflow_rejected}


def is_certification(state: WorkflowState) -> bool:
    """Say whether a signatory certifies in a state's workflow."""
    from content.certification.models import CertificationTask

    return bool(CertificationTask.objects.filter(workflow_tasks__workflow=state.workflow_id).exists())


def connect() -> None:
    """Listen to workflows; called once when the app is ready."""
    for name, signal in _SIGNALS.items():
        uid = f"workflow_state_{name}_email_notification"
        signal.disconnect(sender=WorkflowState, dispatch_uid=uid)
        signal.connect(_ELSEWHERE[name], sender=WorkflowState, dispatch_uid=uid)
    task_submitted.connect(_on_request, dispatch_uid="certification.requested")
    workflow_approved.connect(_on_approval, dispatch_uid="certification.approved")
    workflow_rejected.connect(_on_rejection, dispatch_uid="certification.rejected")


def _on_request(sender: object, instance: TaskState, user: Any = None, **_: object) -> None:
    """Tell every signatory who may certify it."""
    from content.certification.models import CertificationTask

    if not isinstance(instance.task.specific, CertificationTask):
        return
    page, now = instance.workflow_state.content_object, timezone.now()
    programme = programme_of_page(page)
    barred = authors_of(page) | {getattr(instance.workflow_state.requested_by, "pk", None)}
    signatories = current_signatories(programme=programme, on=timezone.localdate(now))
    people = [one.user for one in signatories if one.user_id not in barred]
    path = reverse("certification:decide", args=[instance.pk])
    _owe("requested", page, people, path, now)


def _on_approval(sender: object, instance: WorkflowState, user: Any = None, **_: object) -> None:
    _tell_whoever_asked("approved", instance)


def _on_rejection(sender: object, instance: WorkflowState, user: Any = None, **_: object) -> None:
    _tell_whoever_asked("rejected", instance)


def _tell_whoever_asked(template: str, state: WorkflowState) -> None:
    if not is_certification(state) or state.requested_by is None:
        return
    page = state.content_object
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    _owe(template, page, [state.requested_by], path, timezone.now())


def _owe(template: str, page: Any, people: list[Any], path: str, now: datetime) -> None:
    facts = {"title": page.get_admin_display_title(), "path": path}
    owe(template, programme=programme_of_page(page), to=people, facts=facts, now=now)

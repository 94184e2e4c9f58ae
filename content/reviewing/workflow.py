"""A programme's workflow: reviewers first, then a registered signatory."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Site, Task, Workflow, WorkflowPage, WorkflowTask

from audit.trail import audited, record
from content.certification.models import CertificationTask
from content.roles.models import Role, RoleGroup
from programme.models import Programme

WORKFLOW, REVIEW, CERTIFICATION = "Review, then certificate", "Review", "Certification"


class RolesMissing(Exception):
    """The programme's roles were not prepared, so there are no reviewers."""


def ensure_review(*, programme: Programme, by: object, now: datetime) -> Workflow:
    """Return the workflow of a programme's pages, made when missing; raise RolesMissing.

    It is given to the programme's first page, unless administrators gave that page another one.
    """
    reviewers = RoleGroup.objects.filter(programme=programme, role=Role.REVIEWER).first()
    if reviewers is None:
        raise RolesMissing(f"Prepare the roles of {programme.name} first.")
    with audited(at=now):
        workflow, is_new = Workflow.objects.get_or_create(name=_name(programme))
        if is_new:
            _add_steps(workflow, reviewers.group, programme)
            record("workflow.prepared", actor=by, subject=workflow, programme=programme)
        _assign(workflow, programme.site.root_page)
    return workflow


def follow_site(site: Site) -> None:
    """Give a programme's workflow to the page at which its site begins now."""
    programme = Programme.objects.filter(site=site).first()
    workflow = Workflow.objects.filter(name=_name(programme)).first() if programme is not None else None
    if workflow is not None:
        _assign(workflow, site.root_page)


def _assign(workflow: Workflow, first: Page) -> None:
    if not first.is_root() and not WorkflowPage.objects.filter(page=first).exists():
        WorkflowPage.objects.create(page=first, workflow=workflow)


def _name(programme: Programme) -> str:
    return f"{WORKFLOW} ({programme.code})"


def _add_steps(workflow: Workflow, reviewers: Group, programme: Programme) -> None:
    review = GroupApprovalTask.objects.create(name=f"{REVIEW} ({programme.code})")
    review.groups.add(reviewers)
    certification = CertificationTask.objects.order_by("pk").first()
    certification = certification or CertificationTask.objects.create(name=CERTIFICATION)
    steps: list[Task] = [review.task_ptr, certification.task_ptr]
    for order, task in enumerate(steps):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)

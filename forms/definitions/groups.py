"""Who writes forms, who publishes them and who approves critical changes: three groups and the workflow."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from accounts.services import grant

FORM = ("form_definitions", "form")
EDITORS, APPROVERS, WORKFLOW = "Form editors", "Form approvers", "Form approval"
CRITICAL_APPROVERS = "Form approvers of critical changes"
APPROVE_CRITICAL = "form_definitions.approve_critical"
ADMIN, VIEW, ADD, CHANGE, PUBLISH = (
    "wagtailadmin.access_admin",
    "form_definitions.view_form",
    "form_definitions.add_form",
    "form_definitions.change_form",
    "form_definitions.publish_form",
)


def ensure_groups() -> tuple[Group, Group]:
    """Return the groups of form editors and form approvers, with their permissions; made when missing."""
    return (
        grant(group_name=EDITORS, permissions=(ADMIN, VIEW, ADD, CHANGE)),
        grant(group_name=APPROVERS, permissions=(ADMIN, VIEW, CHANGE, PUBLISH)),
    )


def ensure_critical_approvers() -> Group:
    """Return the group of those who give the second approval to critical changes; made when missing.

    They read forms and decide; they write and publish nothing, unless they are in another group as well.
    """
    return grant(
        group_name=CRITICAL_APPROVERS, permissions=(ADMIN, VIEW, APPROVE_CRITICAL, "approvals.view_approval")
    )


def ensure_workflow() -> Workflow:
    """Return the workflow in which form approvers approve forms; made and assigned when missing."""
    _, approvers = ensure_groups()
    ensure_critical_approvers()
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _ = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.add(approvers)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    content_type = ContentType.objects.get_by_natural_key(*FORM)
    WorkflowContentType.objects.update_or_create(content_type=content_type, defaults={"workflow": workflow})
    return workflow

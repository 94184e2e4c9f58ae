"""Who writes forms and who publishes them: two groups and the workflow between them."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from accounts.services import grant

FORM = ("form_definitions", "form")
EDITORS, APPROVERS, WORKFLOW = "Form editors", "Form approvers", "Form approval"
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


def ensure_workflow() -> Workflow:
    """Return the workflow in which form approvers approve forms; made and assigned when missing."""
    _, approvers = ensure_groups()
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _ = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.add(approvers)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    content_type = ContentType.objects.get_by_natural_key(*FORM)
    WorkflowContentType.objects.update_or_create(content_type=content_type, defaults={"workflow": workflow})
    return workflow

"""Who writes forms and who publishes them: two groups and the workflow between them."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

FORM = ("form_definitions", "form")
EDITORS, APPROVERS, WORKFLOW = "Form editors", "Form approvers", "Form approval"
PERMISSIONS = {
    EDITORS: ("access_admin", "view_form", "add_form", "change_form"),
    APPROVERS: ("access_admin", "view_form", "change_form", "publish_form"),
}


def ensure_groups() -> tuple[Group, Group]:
    """Return the groups of form editors and form approvers, with their permissions; made when missing."""
    editors, approvers = (_group(name, codenames) for name, codenames in PERMISSIONS.items())
    return editors, approvers


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


def _group(name: str, codenames: tuple[str, ...]) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__in=(
                ContentType.objects.get_by_natural_key(*FORM),
                ContentType.objects.get_by_natural_key("wagtailadmin", "admin"),
            ),
            codename__in=codenames,
        )
    )
    return group

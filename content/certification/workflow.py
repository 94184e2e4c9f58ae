"""The workflow in which pages are certified, for every page below the root."""

from __future__ import annotations

from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from content.certification.models import CertificationTask

WORKFLOW = "Certification"


def ensure_certification() -> Workflow:
    """Return the workflow whose one step is certification; made and given to the root when missing.

    A workflow of the administrators' own stays at the root, provided that a signatory certifies in it.
    """
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    task = CertificationTask.objects.order_by("pk").first() or CertificationTask.objects.create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    root = Page.get_first_root_node()
    assigned = WorkflowPage.objects.filter(page=root).first()
    if assigned is None or not _certifies(assigned.workflow):
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def _certifies(workflow: Workflow) -> bool:
    return bool(CertificationTask.objects.filter(workflow_tasks__workflow=workflow).exists())

"""What a group may really do, read from its permissions and never from what a role was meant to be."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page


@dataclass(frozen=True, slots=True)
class Held:
    """The rights of one group: in the admin, on a programme's pages, on documents and pictures, and what it approves."""

    admin: frozenset[str]
    pages: frozenset[str]
    files: frozenset[str]
    reviews: bool


def held_by(group: Group, *, first_page: Page) -> Held:
    """Return what a group holds that reaches a programme's first page and those below."""
    admin = group.permissions.values_list("content_type__app_label", "codename")
    above = first_page.get_ancestors(inclusive=True)
    pages = GroupPagePermission.objects.filter(group=group, page__in=above)
    files = GroupCollectionPermission.objects.filter(group=group)
    workflow = first_page.get_workflow()
    reviews = workflow is not None and GroupApprovalTask.objects.filter(
        groups=group, workflow_tasks__workflow=workflow, active=True
    )
    return Held(
        admin=frozenset(f"{app}.{name}" for app, name in admin),
        pages=frozenset(pages.values_list("permission__codename", flat=True)),
        files=frozenset(files.values_list("permission__codename", flat=True)),
        reviews=bool(reviews),
    )

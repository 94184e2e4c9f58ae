"""What a group may really do, read from its permissions and never from what a role was meant to be."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page


@dataclass(frozen=True, slots=True)
class Held:
    """The rights of one group: in the admin, on a programme's pages, on its pictures, and what it approves."""

    admin: frozenset[str]
    pages: frozenset[str]
    pictures: frozenset[str]
    reviews: bool


def held_by(group: Group, *, first_page: Page) -> Held:
    """Return what a group holds that reaches a programme's first page and those below."""
    admin = group.permissions.values_list("content_type__app_label", "codename")
    above = first_page.get_ancestors(inclusive=True)
    pages = GroupPagePermission.objects.filter(group=group, page__in=above)
    pictures = GroupCollectionPermission.objects.filter(
        group=group, permission__content_type__app_label="wagtailimages"
    )
    workflow = first_page.get_workflow()
    reviews = workflow is not None and GroupApprovalTask.objects.filter(
        groups=group, workflow_tasks__workflow=workflow, active=True
    )
    return Held(
        admin=frozenset(f"{app}.{name}" for app, name in admin),
        pages=frozenset(pages.values_list("permission__codename", flat=True)),
        pictures=frozenset(pictures.values_list("permission__codename", flat=True)),
        reviews=bool(reviews),
    )

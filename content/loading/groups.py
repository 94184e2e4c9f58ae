"""The groups of people who look after a programme, and what each may do in the admin."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from accounts.services import ensure_groups, grant

ADMIN = "wagtailadmin.access_admin"
GROUPS = {
    "form_editor": (
        "Form editors",
        (
            ADMIN,
            "form_definitions.add_form",
            "form_definitions.change_form",
            "form_definitions.view_form",
        ),
    ),
    "form_approver": (
        "Form approvers",
        (
            ADMIN,
            "form_definitions.change_form",
            "form_definitions.view_form",
            "form_definitions.publish_form",
            "approvals.view_approval",
            "approvals.change_approval",
            "directory.view_partner",
            "directory.view_destination",
        ),
    ),
    "content_editor": ("Content editors", (ADMIN,)),
    "content_approver": ("Content approvers", (ADMIN,)),
    "drug_safety": ("Drug safety", (ADMIN, "form_registration.handle_restrictedtask")),
}
PAGE_RIGHTS = {
    "content_editor": ("add_page", "change_page"),
    "content_approver": ("change_page", "publish_page"),
}


def load_groups() -> dict[str, Group]:
    """Create the groups or bring their permissions up to date; returned by the role's name."""
    groups = {role: grant(group_name=name, permissions=rights) for role, (name, rights) in GROUPS.items()}
    for role, rights in PAGE_RIGHTS.items():
        _grant_on_pages(groups[role], rights)
    return {**groups, "programme_administrator": ensure_groups()}


def _grant_on_pages(group: Group, rights: tuple[str, ...]) -> None:
    """Give a group rights on every page, as Wagtail keeps them: on the root."""
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)

"""The groups of people who look after a programme, and what each may do in the admin."""

from __future__ import annotations

from django.contrib.auth.models import Group

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
    "drug_safety": ("Drug safety", (ADMIN, "form_registration.handle_restrictedtask")),
}


def load_groups() -> dict[str, Group]:
    """Create the groups or bring their permissions up to date; returned by the role's name."""
    groups = {role: grant(group_name=name, permissions=rights) for role, (name, rights) in GROUPS.items()}
    return {**groups, "programme_administrator": ensure_groups()}

"""Who looks after agreements in the programme office."""

from __future__ import annotations

from django.contrib.auth.models import Group

from accounts.services import grant

ADMINISTRATORS = "Agreement administrators"
ADMIN, APPROVALS = "wagtailadmin.access_admin", "approvals.view_approval"
# One person writes a text and another approves it: the rule is in the services, not in the groups.
TEXTS = (
    "agreements.view_agreementtext",
    "agreements.add_textversion",
    "agreements.change_textversion",
    "agreements.view_textversion",
    "agreements.approve_textversion",
)
AGREEMENTS = ("agreements.view_agreement", "agreements.manage_agreement")


def ensure_groups() -> Group:
    """Return the group of agreement administrators with its permissions; made when missing."""
    return grant(group_name=ADMINISTRATORS, permissions=(ADMIN, APPROVALS, *TEXTS, *AGREEMENTS))

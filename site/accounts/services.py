"""Change who belongs where, and make the groups of the admin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission

from accounts.models import Membership, MembershipRole, User
from accounts.rights import locked, refuse_own, refuse_place
from audit.trail import audited, record
from directory.models import Organisation, Partner

ADMINISTRATORS = "Programme administrators"
ADMINISTRATOR_PERMISSIONS = (
    "wagtailadmin.access_admin",
    "accounts.view_user",
    "accounts.view_membership",
    "accounts.change_membership",
    "accounts.add_invitation",
    "accounts.change_invitation",
    "accounts.view_invitation",
    "approvals.view_approval",
    "approvals.change_approval",
    "directory.view_organisation",
    "directory.change_organisation",
    "directory.view_partner",
    "directory.add_partner",
    "directory.change_partner",
    "directory.add_destination",
    "directory.view_destination",
    "programme.view_product",
    "programme.change_product",
    "programme.view_safetyrecord",
    "programme.change_safetyrecord",
    "programme.view_service",
    "programme.add_service",
    "programme.change_service",
    "programme.view_programme",
    "programme.add_programme",
    "programme.change_programme",
    "form_definitions.view_namedpattern",
    "form_definitions.add_namedpattern",
    "form_definitions.change_namedpattern",
    "labelling.view_recordchange",
    "labelling.change_recordchange",
)


class MembershipEnded(Exception):
    """The membership was ended before."""


class UnknownPermission(Exception):
    """A permission is named that no installed app has."""


def ensure_groups() -> Group:
    """Create the group of programme administrators, or bring its permissions up to date; idempotent."""
    return grant(group_name=ADMINISTRATORS, permissions=ADMINISTRATOR_PERMISSIONS)


def grant(*, group_name: str, permissions: Iterable[str]) -> Group:
    """Give a group permissions named "app_label.codename"; raise UnknownPermission."""
    wanted = set(permissions)
    found = Permission.objects.filter(codename__in={name.partition(".")[2] for name in wanted})
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in found.select_related("content_type")
    }
    if missing := sorted(wanted - by_name.keys()):
        raise UnknownPermission(f"No such permission: {', '.join(missing)}. Run migrate first.")
    group, _ = Group.objects.get_or_create(name=group_name)
    group.permissions.add(*(by_name[name] for name in wanted))
    return group


def start_membership(
    *,
    user: User,
    by: object,
    now: datetime,
    organisation: Organisation | None = None,
    partner: Partner | None = None,
    role: str = MembershipRole.MEMBER,
) -> Membership:
    """Make a person a member of one organisation or partner; a current membership is kept as it is.

    Only a signatory's gives way to a role that sees patients, by ending and starting anew.
    Raise a RightsRefused for oneself, for whoever works in the admin and for the deactivated.
    """
    with audited(at=now):
        refuse_own(by=by, other=user)
        refuse_place(locked(user))
        current = Membership.objects.filter(
            user=user, organisation=organisation, partner=partner, ended_at__isnull=True
        ).first()
        if current is not None:
            if current.role != MembershipRole.SIGNATORY or role == MembershipRole.SIGNATORY:
                return current
            _end(current, by=by, now=now)
        membership = Membership.objects.create(
            user=user, organisation=organisation, partner=partner, role=role, started_at=now
        )
        record("membership.started", actor=by, subject=membership, **_where(membership))
    return membership


def end_membership(*, membership: Membership, by: User, now: datetime) -> Membership:
    """End a membership: from the next request on nothing of that body is seen; raise MembershipEnded."""
    with audited(at=now):
        current = Membership.objects.select_for_update().get(pk=membership.pk)
        if current.ended_at is not None:
            raise MembershipEnded("This membership was ended before.")
        _end(current, by=by, now=now)
    return current


def _end(membership: Membership, *, by: object, now: datetime) -> None:
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    record("membership.ended", actor=by, subject=membership, **_where(membership))


def _where(membership: Membership) -> dict[str, Any]:
    body = membership.organisation or membership.partner
    if body is None:
        raise ValueError("A membership is of an organisation or a partner.")
    return {
        "programme": body.programme_id,
        "organisation": membership.organisation_id or "",
        "detail": {"person": str(membership.user_id), "role": membership.role},
    }

"""Give and take the groups that open the admin. Each change is one administrator's to another person."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group

from accounts.models import User
from accounts.rights import NotAnAdminGroup, admin_groups, locked, refuse_admin, refuse_over, refuse_own
from audit.trail import audited, record


def give_group(*, user: User, group: Group, by: User, now: datetime) -> User:
    """Let a person into the admin with the rights of a group; raise a RightsRefused."""
    with audited(at=now):
        refuse_own(by=by, other=user)
        if not admin_groups().filter(pk=group.pk).exists():
            raise NotAnAdminGroup(f"{group.name} is not a group of the admin.")
        person = locked(user)
        refuse_admin(person)
        person.is_staff = True
        person.save(update_fields=["is_staff"])
        person.groups.add(group)
        record("staff.group_given", actor=by, subject=person, detail={"group": group.name})
    return person


def take_group(*, user: User, group: Group, by: User, now: datetime) -> User:
    """Take a group's rights from a person, and the admin with the last group; raise a RightsRefused."""
    with audited(at=now):
        refuse_over(by=by, other=user)
        person = locked(user)
        person.groups.remove(group)
        if not person.is_superuser and not admin_groups().filter(user=person).exists():
            person.is_staff = False
            person.save(update_fields=["is_staff"])
        record("staff.group_taken", actor=by, subject=person, detail={"group": group.name})
    return person


def end_staff_access(*, user: User, by: User, now: datetime) -> User:
    """Take a person's way into the admin; memberships are ended one by one. Raise a RightsRefused."""
    with audited(at=now):
        refuse_over(by=by, other=user)
        person = locked(user)
        person.is_staff = person.is_superuser = False
        person.save(update_fields=["is_staff", "is_superuser"])
        person.groups.clear()
        person.user_permissions.clear()
        record("staff.ended", actor=by, subject=person)
    return person

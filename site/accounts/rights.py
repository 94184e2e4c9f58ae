"""Who may hold which rights: nobody serves themself, and nobody holds the admin and a place at once.

Whoever gives rights in the admin could otherwise give themself an organisation's patients.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from accounts.models import User

_OPENS_THE_ADMIN = Q(content_type__app_label="wagtailadmin", codename="access_admin")


class RightsRefused(Exception):
    """A change of somebody's rights is refused; the message says why and what to do."""


class OwnRights(RightsRefused):
    """Somebody would change their own rights."""


class RightsOfASuperuser(RightsRefused):
    """Only a superuser changes the rights of one."""


class AdminAndPlace(RightsRefused):
    """One person would hold the admin and a place in an organisation or partner."""


class PersonDeactivated(RightsRefused):
    """The person was deactivated."""


class NotAnAdminGroup(RightsRefused):
    """The group does not open the admin."""


def admin_groups() -> QuerySet[Group]:
    """Return the groups that open the admin, by name."""
    opening = Permission.objects.filter(_OPENS_THE_ADMIN)
    return Group.objects.filter(permissions__in=opening).distinct().order_by("name")


def has_admin_access(user: User) -> bool:
    """Say whether anything opens the admin to a person: a mark, a group or a permission of their own."""
    if user.is_staff or user.is_superuser:
        return True
    return (
        admin_groups().filter(user=user).exists() or user.user_permissions.filter(_OPENS_THE_ADMIN).exists()
    )


def has_place(user: User) -> bool:
    """Say whether a person is a member of an organisation or partner today."""
    return user.memberships.filter(ended_at__isnull=True).exists()


def locked(user: User) -> User:
    """Return a person's row, held until the transaction ends, so that two changes see each other."""
    return User.objects.select_for_update().get(pk=user.pk)


def refuse_place(user: User) -> None:
    """Raise AdminAndPlace or PersonDeactivated where a person may not be given a place."""
    _refuse_deactivated(user)
    if has_admin_access(user):
        raise AdminAndPlace(
            f"{user} works in the admin, so they cannot belong to an organisation or a partner. "
            "Take away the admin first, or use another account."
        )


def refuse_admin(user: User) -> None:
    """Raise AdminAndPlace or PersonDeactivated where a person may not be given the admin."""
    _refuse_deactivated(user)
    if has_place(user):
        raise AdminAndPlace(
            f"{user} belongs to an organisation or a partner, so they cannot work in the admin. "
            "End the membership first, or use another account."
        )


def refuse_own(*, by: object, other: User) -> None:
    """Raise OwnRights where `by` is the person concerned; a part of the system never is."""
    if isinstance(by, User) and by.pk == other.pk:
        raise OwnRights("Nobody changes their own rights: ask another administrator.")


def refuse_over(*, by: User, other: User) -> None:
    """Raise OwnRights or RightsOfASuperuser where `by` may not change the rights of `other`."""
    refuse_own(by=by, other=other)
    if other.is_superuser and not by.is_superuser:
        raise RightsOfASuperuser("Only a superuser changes the rights of a superuser.")


def _refuse_deactivated(user: User) -> None:
    if not user.is_active:
        raise PersonDeactivated(f"{user} was deactivated and cannot be given anything.")

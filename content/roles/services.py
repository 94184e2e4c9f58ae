"""Make the groups of a programme's roles, each with exactly its rights on that programme's pages alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from audit.trail import audited, record
from content.roles.models import Role, RoleGroup
from content.roles.rights import RIGHTS, Rights
from programme.models import Programme

# The groups of earlier releases had rights on the pages of every programme.
EARLIER = {
    "Content editors": Role.EDITOR,
    "Content approvers": Role.REVIEWER,
    "Certifiers": Role.CERTIFIER,
}


class UnknownRight(Exception):
    """A role names a right that no installed app has."""


def ensure_roles(*, programme: Programme, by: object, now: datetime) -> dict[str, Group]:
    """Make the groups of a programme's roles, or bring their rights up to date; return them by role.

    Rights on pages are given once the programme's site has a first page of its own.
    """
    with audited(at=now):
        groups = {role.value: _group(programme, role, by=by) for role in Role}
        for role, group in groups.items():
            _give(group, RIGHTS[role], programme)
    return groups


def carry_members_over(*, by: object, now: datetime) -> int:
    """Move the members of the earlier groups into the roles of every programme; return how many.

    They could change every programme's pages before, so they keep them all. The emptied groups go.
    """
    moved = 0
    with audited(at=now):
        for group in Group.objects.filter(name__in=EARLIER):
            moved += _carry(group, EARLIER[group.name], by=by)
            group.delete()
    return moved


def _carry(group: Group, role: str, *, by: object) -> int:
    members = list(group.user_set.all())
    for held in RoleGroup.objects.filter(role=role).select_related("group"):
        held.group.user_set.add(*members)
        for person in members:
            record(
                "staff.group_given",
                actor=by,
                subject=person,
                programme=held.programme_id,
                detail={"group": held.group.name, "instead_of": group.name},
            )
    return len(members)


def _group(programme: Programme, role: Role, *, by: object) -> Group:
    held = RoleGroup.objects.filter(programme=programme, role=role).select_related("group").first()
    if held is not None:
        return held.group
    group, _ = Group.objects.get_or_create(name=f"{role.label} ({programme.code})")
    held = RoleGroup.objects.create(programme=programme, role=role, group=group)
    record("role.prepared", actor=by, subject=held, programme=programme, detail={"role": role.value})
    return group


def _give(group: Group, rights: Rights, programme: Programme) -> None:
    group.permissions.set(_named(rights.admin))
    first = programme.site.root_page
    GroupPagePermission.objects.filter(group=group).exclude(page=first).delete()
    if not first.is_root():
        _give_pages(group, rights, first)
    _give_files(group, rights, programme)


def _give_pages(group: Group, rights: Rights, first: Page) -> None:
    wanted = _named(f"wagtailcore.{name}" for name in rights.pages)
    GroupPagePermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=first, permission=permission)


def _give_files(group: Group, rights: Rights, programme: Programme) -> None:
    wanted = _named(rights.files)
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    if not wanted:
        return
    collection = collection_of(programme)
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def collection_of(programme: Programme) -> Collection:
    """Return the collection in which the programme's roles have rights; made when there is none."""
    held = RoleGroup.objects.filter(programme=programme).values("group")
    given = GroupCollectionPermission.objects.filter(group__in=held).select_related("collection").first()
    if given is not None:
        found: Collection = given.collection
        return found
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    made: Collection = root.add_child(name=programme.name)
    return made


def _named(names: Iterable[str]) -> list[Permission]:
    wanted = set(names)
    codenames = {name.partition(".")[2] for name in wanted}
    rows = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    found = {f"{one.content_type.app_label}.{one.codename}": one for one in rows}
    if missing := sorted(wanted - found.keys()):
        raise UnknownRight(f"No such permission: {', '.join(missing)}. Run migrate first.")
    return [found[name] for name in sorted(wanted)]

from __future__ import annotations

import pytest

from accounts.admin_access import end_staff_access
from accounts.models import Membership, User
from accounts.permissions import person_of
from accounts.services import (
    ADMINISTRATORS,
    MembershipEnded,
    UnknownPermission,
    end_membership,
    ensure_groups,
    grant,
    start_membership,
)
from audit.models import AuditEvent
from tests.builders import a_user


@pytest.fixture
def administrator(db):
    return a_user(email="admin@programme.invalid", name="Ada Administrator", is_staff=True)


def test_ending_a_membership_ends_access_from_the_next_request(member, organisation, administrator, now):
    assert person_of(member).organisation_ids == {organisation.pk}

    end_membership(membership=member.memberships.get(), by=administrator, now=now)

    assert not person_of(User.objects.get(pk=member.pk)).organisation_ids
    assert AuditEvent.objects.get(action="membership.ended").actor == str(administrator.pk)


def test_a_membership_ends_once(member, administrator, now):
    end_membership(membership=member.memberships.get(), by=administrator, now=now)

    with pytest.raises(MembershipEnded):
        end_membership(membership=member.memberships.get(), by=administrator, now=now)

    assert AuditEvent.objects.filter(action="membership.ended").count() == 1


def test_starting_a_current_membership_again_keeps_it(member, organisation, now):
    start_membership(user=member, organisation=organisation, by="test", now=now)

    assert Membership.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_whoever_left_can_come_back(member, organisation, administrator, now):
    end_membership(membership=member.memberships.get(), by=administrator, now=now)

    start_membership(user=member, organisation=organisation, by=administrator, now=now)

    assert person_of(User.objects.get(pk=member.pk)).organisation_ids == {organisation.pk}


def test_a_person_who_is_switched_off_belongs_nowhere(member):
    member.is_active = False

    assert not person_of(member).organisation_ids


def test_administrators_get_their_permissions_once(db):
    ensure_groups()
    group = ensure_groups()

    assert group.name == ADMINISTRATORS
    names = set(group.permissions.values_list("codename", flat=True))
    assert {"access_admin", "add_invitation", "change_partner"} <= names
    assert not {name for name in names if name.startswith("delete_")}


def test_a_permission_that_does_not_exist_is_refused(db):
    with pytest.raises(UnknownPermission, match="fly_partner"):
        grant(group_name="Pilots", permissions=["directory.fly_partner"])


def test_ending_staff_access_closes_the_admin(db, now):
    staff = a_user(email="staff@programme.invalid", is_staff=True)
    staff.groups.add(ensure_groups())

    end_staff_access(user=staff, by=a_user(email="other@programme.invalid"), now=now)

    assert not User.objects.get(pk=staff.pk).has_perm("wagtailadmin.access_admin")

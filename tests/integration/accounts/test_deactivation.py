from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.deactivation import deactivate_person
from accounts.invitations import InvitationRevoked, accept, digest_of, invite
from accounts.models import Invitation, User
from accounts.permissions import person_of
from accounts.rights import OwnRights, PersonDeactivated, RightsOfASuperuser
from accounts.services import ensure_groups, start_membership
from audit.models import AuditEvent
from tests.builders import a_user
from tests.signing_in import PASSWORD, with_password


@pytest.fixture
def administrator(db):
    return a_user(email="admin@programme.invalid", name="Ada Administrator", is_staff=True)


def test_a_deactivated_person_belongs_nowhere_and_is_signed_out(client, member, administrator, now):
    with_password(member)
    client.force_login(member)
    assert client.get(reverse("submissions:list")).status_code == 200

    deactivate_person(user=member, by=administrator, now=now)

    assert client.get(reverse("submissions:list")).status_code == 302
    person = User.objects.get(pk=member.pk)
    assert not person.memberships.filter(ended_at__isnull=True).exists()
    assert not person_of(person).organisation_ids
    assert not person.check_password(PASSWORD)
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "membership.ended",
        "person.deactivated",
    ]


def test_their_sessions_are_void_even_where_the_account_is_switched_on_again(
    client, member, administrator, now
):
    with_password(member)
    client.force_login(member)
    deactivate_person(user=member, by=administrator, now=now)

    User.objects.filter(pk=member.pk).update(is_active=True)

    assert client.get(reverse("submissions:list")).status_code == 302


def test_deactivating_takes_the_admin_too(administrator, now):
    staff = a_user(email="staff@programme.invalid", is_staff=True)
    staff.groups.add(ensure_groups())

    deactivate_person(user=staff, by=administrator, now=now)

    person = User.objects.get(pk=staff.pk)
    assert not person.is_staff
    assert not person.groups.exists()


def test_invitations_to_them_and_by_them_are_withdrawn(administrator, organisation, nurse_service, now):
    leaving = a_user(email="leaving@programme.invalid")
    to_them = invite(email=leaving.email, partner=nurse_service, by=administrator, now=now)
    by_them = invite(email="friend@elsewhere.invalid", organisation=organisation, by=leaving, now=now)

    deactivate_person(user=leaving, by=administrator, now=now)

    assert not Invitation.objects.filter(revoked_at__isnull=True).exists()
    for one in (to_them, by_them):
        with pytest.raises(InvitationRevoked):
            accept(
                token_sha256=digest_of(one.token),
                name="X",
                job_title="",
                registration_number="",
                password=PASSWORD,
                now=now,
            )


def test_nobody_deactivates_themself_or_a_superuser_above_them(administrator, now):
    root = User.objects.create_superuser("root@programme.invalid", name="Root")

    with pytest.raises(OwnRights):
        deactivate_person(user=administrator, by=administrator, now=now)
    with pytest.raises(RightsOfASuperuser):
        deactivate_person(user=root, by=administrator, now=now)

    assert User.objects.filter(is_active=True).count() == 2
    assert not AuditEvent.objects.exists()


def test_a_deactivated_person_is_given_nothing_more(member, organisation, administrator, now):
    deactivate_person(user=member, by=administrator, now=now)

    with pytest.raises(PersonDeactivated):
        deactivate_person(user=member, by=administrator, now=now)
    with pytest.raises(PersonDeactivated):
        start_membership(user=member, organisation=organisation, by=administrator, now=now)
    with pytest.raises(PersonDeactivated):
        invite(email=member.email, organisation=organisation, by=administrator, now=now)

"""Nobody serves themself, and nobody holds the admin and a place at once."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission

from accounts import rights
from accounts.admin_access import end_staff_access, give_group, take_group
from accounts.invitations import accept, accept_as, digest_of, invite
from accounts.models import Invitation, Membership, User
from accounts.services import end_membership, ensure_groups, grant, start_membership
from audit.models import AuditEvent
from tests.builders import a_user

ABOUT = {"name": "Nia", "job_title": "", "registration_number": "", "password": "three unrelated words"}


@pytest.fixture
def administrators(db):
    return ensure_groups()


@pytest.fixture
def administrator(administrators):
    user = a_user(email="admin@programme.invalid", name="Ada Administrator", is_staff=True)
    user.groups.add(administrators)
    return user


@pytest.fixture
def colleague(db):
    return a_user(email="colleague@programme.invalid", name="Col League")


@pytest.fixture
def drug_safety(db):
    return grant(group_name="Drug safety", permissions=("wagtailadmin.access_admin",))


def test_a_group_is_given_by_one_person_to_another_and_audited(colleague, administrator, drug_safety, now):
    person = give_group(user=colleague, group=drug_safety, by=administrator, now=now)

    assert User.objects.get(pk=person.pk).has_perm("wagtailadmin.access_admin")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor) == ("staff.group_given", str(administrator.pk))
    assert event.detail == {"group": "Drug safety"}


def test_nobody_gives_a_group_to_themself_or_takes_their_own(administrator, administrators, drug_safety, now):
    with pytest.raises(rights.OwnRights):
        give_group(user=administrator, group=drug_safety, by=administrator, now=now)
    with pytest.raises(rights.OwnRights):
        take_group(user=administrator, group=administrators, by=administrator, now=now)

    assert list(administrator.groups.all()) == [administrators]
    assert not AuditEvent.objects.exists()


def test_a_group_that_does_not_open_the_admin_cannot_be_given(colleague, administrator, now):
    with pytest.raises(rights.NotAnAdminGroup):
        give_group(user=colleague, group=Group.objects.create(name="Readers"), by=administrator, now=now)


def test_the_last_group_taken_closes_the_admin(colleague, administrator, administrators, drug_safety, now):
    give_group(user=colleague, group=drug_safety, by=administrator, now=now)
    give_group(user=colleague, group=administrators, by=administrator, now=now)

    assert take_group(user=colleague, group=drug_safety, by=administrator, now=now).is_staff
    assert not take_group(user=colleague, group=administrators, by=administrator, now=now).is_staff
    assert not User.objects.get(pk=colleague.pk).has_perm("wagtailadmin.access_admin")


def test_only_a_superuser_takes_a_superusers_rights(administrator, drug_safety, now):
    root = User.objects.create_superuser("root@programme.invalid", name="Root")

    with pytest.raises(rights.RightsOfASuperuser):
        end_staff_access(user=root, by=administrator, now=now)

    assert User.objects.get(pk=root.pk).is_superuser


@pytest.mark.parametrize(
    "address", ["admin@programme.invalid", " Admin@Programme.invalid ", "other@ada.invalid"]
)
def test_nobody_invites_themself(administrator, organisation, now, address):
    EmailAddress.objects.create(user=administrator, email="other@ada.invalid", verified=True)

    with pytest.raises(rights.OwnRights):
        invite(email=address, organisation=organisation, by=administrator, now=now)

    assert not Invitation.objects.exists()


def test_an_invitation_to_an_address_that_the_inviter_took_over_lets_nobody_in(
    administrator, organisation, drug_safety, now
):
    tokens = [
        invite(email="new@ada.invalid", by=administrator, now=now, **body).token
        for body in ({"organisation": organisation}, {"group": drug_safety})
    ]
    administrator.email = "new@ada.invalid"
    administrator.save()

    for token in tokens:
        with pytest.raises(rights.OwnRights):
            accept_as(token_sha256=digest_of(token), user=administrator, now=now)

    assert not Membership.objects.exists()
    assert not Invitation.objects.filter(accepted_at__isnull=False).exists()


def marked_as_staff(user):
    user.is_staff = True
    user.save()


def in_a_group(user):
    user.groups.add(ensure_groups())


def with_a_permission(user):
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))


@pytest.mark.parametrize("let_in", [marked_as_staff, in_a_group, with_a_permission])
def test_whoever_works_in_the_admin_is_given_no_place(
    administrator, colleague, organisation, nurse_service, now, let_in
):
    let_in(colleague)

    for body in ({"organisation": organisation}, {"partner": nurse_service}):
        with pytest.raises(rights.AdminAndPlace, match="Take away the admin first"):
            start_membership(user=colleague, by=administrator, now=now, **body)
        with pytest.raises(rights.AdminAndPlace):
            invite(email=colleague.email, by=administrator, now=now, **body)

    assert not Membership.objects.exists()


def test_whoever_has_a_place_is_not_let_into_the_admin(administrator, member, drug_safety, now):
    with pytest.raises(rights.AdminAndPlace, match="End the membership first"):
        give_group(user=member, group=drug_safety, by=administrator, now=now)
    with pytest.raises(rights.AdminAndPlace):
        invite(email=member.email, group=drug_safety, by=administrator, now=now)

    assert not User.objects.get(pk=member.pk).is_staff


def test_whoever_left_their_place_may_work_in_the_admin(administrator, member, drug_safety, now):
    end_membership(membership=member.memberships.get(), by=administrator, now=now)

    assert give_group(user=member, group=drug_safety, by=administrator, now=now).is_staff


def test_two_open_invitations_do_not_lead_into_both(administrator, organisation, drug_safety, now):
    to_place = invite(email="new@harbour.invalid", organisation=organisation, by=administrator, now=now)
    to_admin = invite(email="new@harbour.invalid", group=drug_safety, by=administrator, now=now)
    user = accept(token_sha256=digest_of(to_admin.token), now=now, **ABOUT)

    with pytest.raises(rights.AdminAndPlace):
        accept_as(token_sha256=digest_of(to_place.token), user=user, now=now)

    assert not Membership.objects.exists()
    assert Invitation.objects.get(pk=to_place.invitation.pk).accepted_at is None


def test_a_superuser_can_still_be_created_at_the_command_line(db):
    assert User.objects.create_superuser("root@programme.invalid", name="Root").is_staff

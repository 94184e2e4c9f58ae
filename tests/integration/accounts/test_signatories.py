"""A signatory signs agreements of a place and sees nothing of its patients."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from accounts.invitation_mail import send
from accounts.invitations import accept, accept_as, digest_of, invite
from accounts.landing import landing_url
from accounts.models import Invitation, Membership, User
from accounts.permissions import person_of
from accounts.rights import OwnRights
from accounts.services import start_membership
from audit.models import AuditEvent
from tests.builders import a_member, a_user
from tests.signing_in import PASSWORD

ADDRESS = "sam@harbour.invalid"
ABOUT = {"name": "Sam Signatory", "job_title": "Chief operating officer", "registration_number": ""}


@pytest.fixture
def signatory(organisation, now):
    return a_member(organisation, now=now, role="signatory", email=ADDRESS, name="Sam Signatory")


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_signatory_signs_for_the_organisation_and_belongs_to_no_team(signatory, organisation):
    person = person_of(signatory)

    assert person.organisation_ids == frozenset()
    assert person.signing_organisation_ids == {organisation.pk}
    assert person.only_signs


@pytest.mark.parametrize("role", ["member", "lead"])
def test_members_and_leads_may_sign_as_well(organisation, now, role):
    person = person_of(a_member(organisation, now=now, role=role))

    assert person.organisation_ids == person.signing_organisation_ids == {organisation.pk}
    assert not person.only_signs


def test_a_signatory_of_a_partner_gets_none_of_its_documents(nurse_service, now):
    user = a_user()
    Membership.objects.create(user=user, partner=nurse_service, role="signatory", started_at=now)

    person = person_of(user)

    assert person.partner_ids == frozenset()
    assert person.signing_partner_ids == {nurse_service.pk}


def test_a_place_that_has_ended_signs_nothing(signatory, now):
    Membership.objects.update(ended_at=now)

    assert not person_of(signatory).belongs_somewhere


def test_a_colleague_without_the_admin_invites_a_signatory(member, organisation, now):
    invited = invite(email=ADDRESS, organisation=organisation, role="signatory", by=member, now=now)

    user = accept(token_sha256=digest_of(invited.token), password=PASSWORD, now=now, **ABOUT)

    assert person_of(user).signing_organisation_ids == {organisation.pk}
    assert not person_of(user).organisation_ids
    made = AuditEvent.objects.get(action="invitation.made")
    assert made.actor == str(member.pk)


def test_nobody_invites_their_own_address(member, organisation, now):
    with pytest.raises(OwnRights):
        invite(email=member.email, organisation=organisation, role="signatory", by=member, now=now)

    assert not Invitation.objects.exists()


def test_the_invitation_says_what_it_is_for(member, organisation, now):
    send(
        invite(email=ADDRESS, organisation=organisation, role="signatory", by=member, now=now),
        link="https://site.invalid/",
    )

    assert "sign agreements of Harbour Vale" in mail.outbox[0].body
    assert "patient data" not in mail.outbox[0].body


@pytest.mark.parametrize("role", ["member", "lead"])
def test_a_member_who_is_invited_as_signatory_keeps_the_stronger_role(organisation, stranger, now, role):
    colleague = a_member(organisation, now=now, role=role, email=ADDRESS)
    invited = invite(email=ADDRESS, organisation=organisation, role="signatory", by=stranger, now=now)

    accept_as(token_sha256=digest_of(invited.token), user=colleague, now=now)

    assert colleague.memberships.get().role == role


def test_a_signatory_who_is_invited_as_member_becomes_one_on_record(signatory, organisation, now):
    start_membership(user=signatory, organisation=organisation, role="member", by="test", now=now)

    assert person_of(fresh(signatory)).organisation_ids == {organisation.pk}
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "membership.ended",
        "membership.started",
    ]


def test_inviting_a_signatory_withdraws_no_invitation_to_the_team(member, stranger, organisation, now):
    invite(email=ADDRESS, organisation=organisation, role="lead", by=stranger, now=now)
    for _ in range(2):
        invite(email=ADDRESS, organisation=organisation, role="signatory", by=member, now=now)

    waiting = Invitation.objects.filter(revoked_at__isnull=True)

    assert sorted(waiting.values_list("role", flat=True)) == ["lead", "signatory"]


def test_a_signatory_is_led_to_no_admin(signatory):
    signatory.is_staff = True

    assert landing_url(signatory) == "/registrations/"


def test_the_admin_names_the_role(client, signatory, db):
    boss = a_user(email="boss@programme.invalid", is_staff=True, is_superuser=True)
    client.force_login(boss)

    page = client.get(reverse("people:inspect", args=[signatory.pk])).content.decode()

    assert "Signatory (agreements only)" in page

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.invitation_mail import send
from accounts.invitations import accept, accept_as, digest_of, invite, revoke
from accounts.models import Invitation, Membership, User
from accounts.permissions import person_of
from accounts.services import ensure_groups
from audit.models import AuditEvent
from audit.verification import verify_chain
from tests.builders import a_user
from tests.signing_in import PASSWORD, give_password, with_password

ADDRESS = "new@harbour.invalid"
ABOUT = {"name": "Nia Newcomer", "job_title": "MS nurse", "registration_number": "", "password": PASSWORD}


@pytest.fixture
def administrator(db):
    return a_user(email="admin@programme.invalid", name="Ada Administrator", is_staff=True)


@pytest.fixture
def invited(administrator, organisation, now):
    return invite(email="New@Harbour.invalid", organisation=organisation, by=administrator, now=now)


def test_an_invited_person_becomes_a_member_with_a_confirmed_address(invited, organisation, now):
    user = accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)

    assert person_of(user).organisation_ids == {organisation.pk}
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    assert Invitation.objects.get().accepted_by == user


def test_an_invitation_and_its_acceptance_are_audited_without_the_address(invited, now):
    accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)

    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions == ["invitation.made", "person.created", "invitation.accepted", "membership.started"]
    assert ADDRESS not in str(list(AuditEvent.objects.values()))
    assert verify_chain().holds


def test_only_a_hash_of_the_token_is_kept(invited):
    assert invited.token not in str(list(Invitation.objects.values()))


def test_an_expired_invitation_is_refused(invited, now):
    with pytest.raises(invitations.InvitationExpired):
        accept(token_sha256=digest_of(invited.token), now=now + timedelta(days=7), **ABOUT)

    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_used_invitation_is_refused(invited, now):
    accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)

    with pytest.raises(invitations.InvitationUsed):
        accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)


def test_a_withdrawn_invitation_is_refused(invited, administrator, now):
    revoke(invitation=invited.invitation, by=administrator, now=now)

    with pytest.raises(invitations.InvitationRevoked):
        accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)


def test_an_accepted_invitation_cannot_be_withdrawn(invited, administrator, now):
    accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)

    with pytest.raises(invitations.InvitationSettled):
        revoke(invitation=invited.invitation, by=administrator, now=now)


def test_inviting_again_withdraws_the_older_invitation(invited, administrator, organisation, now):
    newer = invite(email=ADDRESS, organisation=organisation, by=administrator, now=now)

    with pytest.raises(invitations.InvitationRevoked):
        accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)
    assert accept(token_sha256=digest_of(newer.token), now=now, **ABOUT).email == ADDRESS


def test_an_unknown_token_is_refused(invited, now):
    with pytest.raises(invitations.InvitationUnknown):
        accept(token_sha256=digest_of("x" * 43), now=now, **ABOUT)


def test_another_persons_invitation_is_refused(invited, member, now):
    with pytest.raises(invitations.InvitationForSomeoneElse):
        accept_as(token_sha256=digest_of(invited.token), user=member, now=now)

    assert Membership.objects.count() == 1


def test_whoever_has_an_account_accepts_by_signing_in(invited, now):
    person = a_user(email=ADDRESS)

    with pytest.raises(invitations.PersonExists):
        accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)
    accept_as(token_sha256=digest_of(invited.token), user=person, now=now)

    assert Membership.objects.get(user=person).ended_at is None


def test_an_acceptance_that_fails_half_way_leaves_nothing(invited, now, monkeypatch):
    def fail(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(invitations, "start_membership", fail)

    with pytest.raises(ZeroDivisionError):
        accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)

    assert not User.objects.filter(email=ADDRESS).exists()
    assert Invitation.objects.get().accepted_at is None
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["invitation.made"]


def test_an_invitation_to_the_admin_opens_it_and_no_patient_data(administrator, now):
    group = ensure_groups()
    invited = invite(email=ADDRESS, group=group, by=administrator, now=now)

    user = accept(token_sha256=digest_of(invited.token), now=now, **ABOUT)

    assert user.is_staff
    assert user.has_perm("wagtailadmin.access_admin")
    assert not person_of(user).organisation_ids


def test_the_mail_carries_the_link_as_text_and_html(invited):
    send(invited, link="https://programme.example/account/invitation/token/")

    message = mail.outbox[0]
    assert message.to == [ADDRESS]
    assert "https://programme.example/account/invitation/token/" in message.body
    assert message.alternatives[0].mimetype == "text/html"
    assert "https://programme.example/account/invitation/token/" in message.alternatives[0].content


def open_link(browser, invited):
    return browser.get(reverse("accounts:invitation", args=[invited.token]), follow=True)


@pytest.fixture
def fresh(administrator, organisation):
    return invite(email=ADDRESS, organisation=organisation, by=administrator, now=timezone.now())


ANSWERS = {
    "name": "Nia Newcomer",
    "job_title": "MS nurse",
    "registration_number": "",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_accepting_on_the_page_signs_in_and_leads_to_the_second_factor(fresh):
    browser = Client()
    page = open_link(browser, fresh)
    assert fresh.token not in page.request["PATH_INFO"]
    assert "Harbour Vale" in page.content.decode()

    browser.post(reverse("accounts:invitation_accept"), ANSWERS)

    assert browser.get("/admin/").url == reverse("mfa_activate_totp")
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter your full name."),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "three other words"}, "Enter the same password in both boxes"),
        ({"name": "Nia\x00"}, "Null characters are not allowed"),
        ({"name": "N" * 500}, "at most 160 characters"),
    ],
)
def test_a_wrong_answer_returns_the_page_with_the_rest_kept(fresh, changed, message):
    browser = Client()
    open_link(browser, fresh)

    page = browser.post(reverse("accounts:invitation_accept"), {**ANSWERS, **changed})

    assert page.status_code == 422
    assert message in page.content.decode()
    assert "MS nurse" in page.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_signed_in_person_of_another_address_is_told_so(fresh, member):
    browser = Client()
    give_password(browser, with_password(member))
    page = open_link(browser, fresh)

    assert "This invitation is for new@harbour.invalid" in page.content.decode()
    assert browser.post(reverse("accounts:invitation_accept")).status_code == 410


def test_a_person_with_an_account_is_led_to_sign_in_and_back(fresh):
    browser = Client()
    person = with_password(a_user(email=ADDRESS))
    page = open_link(browser, fresh)
    assert page.status_code == 409
    assert "/account/login/?next=/account/invitation/" in page.content.decode()

    give_password(browser, person)
    assert "Accept the invitation" in browser.get(reverse("accounts:invitation_accept")).content.decode()
    browser.post(reverse("accounts:invitation_accept"))

    assert Membership.objects.filter(user=person).exists()


@pytest.mark.parametrize("token", ["x", "..", "%00", "%ED%A0%80", "a" * 2000])
def test_a_made_up_link_is_refused_in_words_and_starts_no_session(db, token):
    browser = Client()

    page = browser.get(f"/account/invitation/{token}/")

    assert page.status_code == 404
    assert "This invitation cannot be used" in page.content.decode()
    assert not Session.objects.exists()
    assert browser.get(reverse("accounts:invitation_accept")).status_code == 404
    assert not Session.objects.exists()


def test_a_link_that_was_withdrawn_starts_no_session(fresh, administrator):
    revoke(invitation=fresh.invitation, by=administrator, now=timezone.now())

    assert Client().get(reverse("accounts:invitation", args=[fresh.token])).status_code == 410
    assert not Session.objects.exists()


def test_a_session_keeps_the_digest_of_a_token_and_never_the_token(fresh):
    browser = Client()
    open_link(browser, fresh)

    assert browser.session["invitation"] == digest_of(fresh.token)
    assert fresh.token not in str(dict(browser.session))


def test_a_person_who_works_in_the_admin_is_told_why_they_cannot_join(fresh, administrator):
    person = with_password(a_user(email=ADDRESS))
    browser = Client()
    give_password(browser, person)
    open_link(browser, fresh)
    User.objects.filter(pk=person.pk).update(is_staff=True)

    page = browser.post(reverse("accounts:invitation_accept"))

    assert page.status_code == 409
    assert "works in the admin" in page.content.decode()

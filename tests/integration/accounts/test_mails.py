"""Mails about accounts say which programme writes, who invited until when, and whom to ask about them."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from accounts.invitation_mail import send
from accounts.invitations import Invited
from accounts.models import Invitation
from tests import builders
from tests.signing_in import with_password


def test_an_invitation_names_programme_inviter_end_and_contact(
    organisation, member, settings, mailoutbox: list[EmailMultiAlternatives], now
):
    invitation = Invitation(
        email="new@harbour.invalid",
        organisation=organisation,
        invited_by=member,
        invited_at=now,
        expires_at=now + settings.INVITATION_LIFETIME,
    )

    send(Invited(invitation, "token"), link="http://localhost/invitation/token/")

    (mail,) = mailoutbox
    assert mail.subject == f"{organisation.programme.name}: your invitation to {organisation.name}"
    for said in (mail.body, mail.alternatives[0][0]):
        assert organisation.programme.name in said
        assert settings.SITE_NAME not in said
        assert member.name in said
        assert "11 January 2027" in said
        assert settings.DELIVERY_CONTACT_EMAIL in said


def test_a_mail_of_the_sign_in_has_the_programmes_head_and_a_link(
    programme, settings, mailoutbox: list[EmailMultiAlternatives]
):
    person = with_password(builders.a_user(email="pat@harbour.invalid"))

    Client().post(reverse("account_reset_password"), {"email": person.email})

    (mail,) = mailoutbox
    page = mail.alternatives[0][0]
    assert mail.subject == f"{programme.name}: set a new password"
    assert "<h1>Set a new password</h1>" in page
    assert 'href="http' in page
    assert settings.DELIVERY_CONTACT_EMAIL in page
    assert settings.DELIVERY_CONTACT_EMAIL in mail.body

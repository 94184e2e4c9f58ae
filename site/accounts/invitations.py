"""The only way in: an administrator invites one e-mail address, whose owner accepts once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError
from django.template.loader import render_to_string

from accounts.models import Invitation, MembershipRole, User
from accounts.services import start_membership
from audit.trail import audited, record
from directory.models import Organisation, Partner

TOKEN_BYTES = 32


class InvitationRefused(Exception):
    """An invitation cannot be used; the message says why and what to do."""


class InvitationUnknown(InvitationRefused):
    """No invitation has this token."""


class InvitationExpired(InvitationRefused):
    """The invitation was not accepted in time."""


class InvitationUsed(InvitationRefused):
    """The invitation was accepted before."""


class InvitationRevoked(InvitationRefused):
    """An administrator withdrew the invitation, or sent a newer one."""


class InvitationForSomeoneElse(InvitationRefused):
    """The signed-in person does not own the invited address."""


class PersonExists(InvitationRefused):
    """The invited address belongs to a person, who accepts by signing in."""


class InvitationSettled(Exception):
    """The invitation was accepted or withdrawn before, so it can be neither now."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation and the token that only its mail carries: the database holds a hash of it."""

    invitation: Invitation
    token: str


def invite(
    *,
    email: str,
    by: User,
    now: datetime,
    organisation: Organisation | None = None,
    partner: Partner | None = None,
    group: Group | None = None,
    role: str = MembershipRole.MEMBER,
) -> Invited:
    """Invite an address into exactly one organisation, partner or group of the admin.

    An older invitation of the address into the same body is withdrawn. Mail it with `send`.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address = email.strip().lower()
    with audited(at=now):
        older = Invitation.objects.filter(
            email=address,
            organisation=organisation,
            partner=partner,
            group=group,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
        )
        older.update(revoked_at=now)
        invitation = Invitation.objects.create(
            email=address,
            organisation=organisation,
            partner=partner,
            group=group,
            role=role,
            token_sha256=_digest(token),
            invited_by=by,
            invited_at=now,
            expires_at=now + settings.INVITATION_LIFETIME,
        )
        record(
            "invitation.made", actor=by, subject=invitation, personal={"email": address}, **_where(invitation)
        )
    return Invited(invitation, token)


def revoke(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    """Withdraw an invitation; raise InvitationSettled if it was accepted or withdrawn."""
    with audited(at=now):
        current = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if current.accepted_at or current.revoked_at:
            raise InvitationSettled("This invitation was accepted or withdrawn before.")
        current.revoked_at = now
        current.save(update_fields=["revoked_at"])
        record("invitation.withdrawn", actor=by, subject=current, **_where(current))
    return current


def open_invitation(*, token: str, now: datetime, lock: bool = False) -> Invitation:
    """Return the invitation that a token opens; raise the InvitationRefused that applies."""
    invitations = Invitation.objects.select_related("organisation", "partner", "group", "invited_by")
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    invitation = invitations.filter(token_sha256=_digest(token)).first()
    if invitation is None:
        raise InvitationUnknown("This invitation is not known. Open the link in your e-mail again.")
    if invitation.accepted_at:
        raise InvitationUsed("This invitation was accepted before. Sign in with your e-mail and password.")
    if invitation.revoked_at:
        raise InvitationRevoked("This invitation was withdrawn. Use the latest one, or ask for another.")
    if invitation.expires_at <= now:
        raise InvitationExpired("This invitation has expired. Ask the person who invited you for another.")
    return invitation


def accept(
    *, token: str, name: str, job_title: str, registration_number: str, password: str, now: datetime
) -> User:
    """Create the invited person, whose address the token proves, and let them in."""
    with audited(at=now):
        invitation = open_invitation(token=token, now=now, lock=True)
        if User.objects.filter(email=invitation.email).exists():
            raise PersonExists("You have an account here already. Sign in, then open the invitation again.")
        try:
            user = User.objects.create_user(
                invitation.email,
                password,
                name=name,
                job_title=job_title,
                registration_number=registration_number,
            )
        except IntegrityError as error:
            raise PersonExists("This account was made a moment ago. Sign in instead.") from error
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        record("person.created", actor=user, subject=user, personal={"name": name, "email": user.email})
        _let_in(invitation, user, now)
    return user


def accept_as(*, token: str, user: User, now: datetime) -> User:
    """Let an existing, signed-in person in; raise InvitationForSomeoneElse for another address."""
    with audited(at=now):
        invitation = open_invitation(token=token, now=now, lock=True)
        if user.email != invitation.email:
            raise InvitationForSomeoneElse(
                "This invitation is for another e-mail address. Sign out, then open it again."
            )
        _let_in(invitation, user, now)
    return user


def send(invited: Invited, *, link: str) -> None:
    """Mail an invitation, outside any transaction; mail errors are the caller's to report."""
    invitation = invited.invitation
    values = {
        "invitation": invitation,
        "body": invitation.body,
        "inviter": invitation.invited_by,
        "link": link,
        "site_name": settings.SITE_NAME,
    }
    message = EmailMultiAlternatives(
        subject=render_to_string("accounts/email/invitation-subject.txt", values).strip(),
        body=render_to_string("accounts/email/invitation-body.txt", values),
        to=[invitation.email],
    )
    message.attach_alternative(render_to_string("accounts/email/invitation-body.html", values), "text/html")
    message.send()


def _let_in(invitation: Invitation, user: User, now: datetime) -> None:
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("invitation.accepted", actor=user, subject=invitation, **_where(invitation))
    if invitation.group is not None:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        user.groups.add(invitation.group)
        record("staff.started", actor=user, subject=user, detail={"group": invitation.group.name})
        return
    start_membership(
        user=user,
        organisation=invitation.organisation,
        partner=invitation.partner,
        role=invitation.role,
        by=invitation.invited_by,
        now=now,
    )


def _where(invitation: Invitation) -> dict[str, Any]:
    body = invitation.body
    return {
        "programme": "" if isinstance(body, Group) else body.programme_id,
        "organisation": invitation.organisation_id or "",
    }


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

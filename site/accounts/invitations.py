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
from django.db import IntegrityError
from django.db.models import Q

from accounts.admin_access import give_group
from accounts.models import Invitation, MembershipRole, User
from accounts.rights import refuse_admin, refuse_own, refuse_place
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


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token in hex: all that is kept of it, here and in a session."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


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

    An older invitation of the address into the same body is withdrawn; one to a role that sees patients
    outlives one to sign agreements only, which anybody may be asked to. Mail it with `send`.
    Raise a RightsRefused for an address of one's own, or of a person who may not be let in there.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address = email.strip().lower()
    body = {"organisation": organisation, "partner": partner, "group": group}
    with audited(at=now):
        _refuse_owner(address, by=by, into_admin=group is not None)
        older = Invitation.objects.filter(email=address, accepted_at__isnull=True, revoked_at__isnull=True)
        if role == MembershipRole.SIGNATORY:
            older = older.filter(role=role)
        older.filter(**body).update(revoked_at=now)
        invitation = Invitation.objects.create(
            email=address,
            **body,
            role=role,
            token_sha256=digest_of(token),
            invited_by=by,
            invited_at=now,
            expires_at=now + settings.INVITATION_LIFETIME,
        )
        record(
            "invitation.made", actor=by, subject=invitation, personal={"email": address}, **_where(invitation)
        )
    return Invited(invitation, token)


def _refuse_owner(address: str, *, by: User, into_admin: bool) -> None:
    """Refuse whom an address belongs to already; what changes until they accept is checked then again."""
    owner = User.objects.filter(Q(email=address) | Q(emailaddress__email=address)).first()
    if owner is None:
        return
    refuse_own(by=by, other=owner)
    if into_admin:
        refuse_admin(owner)
    else:
        refuse_place(owner)


def revoke(*, invitation: Invitation, by: object, now: datetime) -> Invitation:
    """Withdraw an invitation, as a person or as the system; raise InvitationSettled if it is settled."""
    with audited(at=now):
        current = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if current.accepted_at or current.revoked_at:
            raise InvitationSettled("This invitation was accepted or withdrawn before.")
        current.revoked_at = now
        current.save(update_fields=["revoked_at"])
        record("invitation.withdrawn", actor=by, subject=current, **_where(current))
    return current


def open_invitation(*, token_sha256: str, now: datetime, lock: bool = False) -> Invitation:
    """Return the invitation that the token with this digest opens; raise the InvitationRefused that applies."""
    invitations = Invitation.objects.select_related("organisation", "partner", "group", "invited_by")
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    invitation = invitations.filter(token_sha256=token_sha256).first()
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
    *, token_sha256: str, name: str, job_title: str, registration_number: str, password: str, now: datetime
) -> User:
    """Create the invited person, whose address the token proves, and let them in; raise InvitationRefused."""
    with audited(at=now):
        invitation = open_invitation(token_sha256=token_sha256, now=now, lock=True)
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
        return _let_in(invitation, user, now)


def accept_as(*, token_sha256: str, user: User, now: datetime) -> User:
    """Let an existing, signed-in person in; raise InvitationRefused, or RightsRefused where they may not be."""
    with audited(at=now):
        invitation = open_invitation(token_sha256=token_sha256, now=now, lock=True)
        if user.email != invitation.email:
            raise InvitationForSomeoneElse(
                "This invitation is for another e-mail address. Sign out, then open it again."
            )
        return _let_in(invitation, user, now)


def _let_in(invitation: Invitation, user: User, now: datetime) -> User:
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("invitation.accepted", actor=user, subject=invitation, **_where(invitation))
    if invitation.group is not None:
        return give_group(user=user, group=invitation.group, by=invitation.invited_by, now=now)
    start_membership(
        user=user,
        organisation=invitation.organisation,
        partner=invitation.partner,
        role=invitation.role,
        by=invitation.invited_by,
        now=now,
    )
    return user


def _where(invitation: Invitation) -> dict[str, Any]:
    body = invitation.body
    return {
        "programme": "" if isinstance(body, Group) else body.programme_id,
        "organisation": invitation.organisation_id or "",
    }

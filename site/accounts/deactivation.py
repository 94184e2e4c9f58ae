"""Close a person's account for good: what they did stays on record."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.admin_access import end_staff_access
from accounts.invitations import revoke
from accounts.models import Invitation, User
from accounts.rights import PersonDeactivated, has_admin_access, locked, refuse_over
from accounts.services import end_membership
from audit.trail import audited, record


def deactivate_person(*, user: User, by: User, now: datetime) -> User:
    """End a person's places, admin rights, open invitations and sessions; raise a RightsRefused."""
    with audited(at=now):
        refuse_over(by=by, other=user)
        person = locked(user)
        if not person.is_active:
            raise PersonDeactivated(f"{person} was deactivated before.")
        for membership in person.memberships.filter(ended_at__isnull=True):
            end_membership(membership=membership, by=by, now=now)
        if has_admin_access(person):
            person = end_staff_access(user=person, by=by, now=now)
        for invitation in _open_invitations(person):
            revoke(invitation=invitation, by=by, now=now)
        person.is_active = False
        # A session holds a hash of the password it was opened with: without that password it is void.
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])
        record("person.deactivated", actor=by, subject=person)
    return person


def _open_invitations(person: User) -> list[Invitation]:
    """Return the invitations to a person or by them: they could lead back in."""
    waiting = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    return list(waiting.filter(Q(email=person.email) | Q(invited_by=person)))

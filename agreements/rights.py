"""Who may do what with agreements. They hold no patient data, so these rules are their own."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import person_of
from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.signing.models import Party, SigningRequest
from directory.models import Organisation

MANAGE = "agreements.manage_agreement"
VIEW = "agreements.view_agreement"


class NotEntitled(AgreementRefused):
    """This person may not do that with this agreement."""


def manages(user: User) -> bool:
    """Say whether a person looks after agreements in the programme office."""
    return user.is_active and user.has_perm(MANAGE)


def prepares(user: User, organisation: Organisation) -> bool:
    """Say whether a person is of the organisation's own team. A signatory only signs."""
    return organisation.pk in person_of(user).organisation_ids


def may_act_for(user: User, agreement: Agreement, party: str) -> bool:
    """Say whether a person belongs to the party today, as anybody who signs for it must."""
    person = person_of(user)
    if party == Party.ORGANISATION:
        return agreement.organisation_id in person.signing_organisation_ids
    return agreement.partner_id in person.signing_partner_ids


def require_manager(user: User) -> None:
    """Raise NotEntitled for anybody but the programme office."""
    if not manages(user):
        raise NotEntitled("Only the programme office may do this.")


def require_preparer(user: User, organisation: Organisation) -> None:
    """Raise NotEntitled for anybody but the organisation's team and the programme office."""
    if not (prepares(user, organisation) or manages(user)):
        raise NotEntitled(f"Only the team of {organisation.name} and the programme office may do this.")


def agreements_visible_to(user: User | AnonymousUser) -> QuerySet[Agreement]:
    """Return the agreements that a person may read: of own organisation or partner, or all for the office.

    Whoever only signs for an organisation reads those alone that they are or were asked to sign.
    """
    if isinstance(user, AnonymousUser) or not user.is_active:
        return Agreement.objects.none()
    if user.has_perm(VIEW):
        return Agreement.objects.all()
    person = person_of(user)
    asked = SigningRequest.objects.filter(
        Q(person=user) | Q(email=user.email), agreement=OuterRef("pk"), party=Party.ORGANISATION
    )
    theirs = Q(organisation__in=person.organisation_ids)
    to_sign = Q(Exists(asked), organisation__in=person.signing_organisation_ids)
    # A counterparty sees an agreement once the organisation has signed it: drafts are the hospital's own.
    # What was signed elsewhere it sees from when that counted, also after it was voided.
    reached = Q(organisation_signed_at__isnull=False) | Q(completed_at__isnull=False)
    return Agreement.objects.filter(theirs | to_sign | Q(reached, partner__in=person.signing_partner_ids))

"""The account that a signatory needs: invited with the request to sign, withdrawn when that ends unsigned."""

from __future__ import annotations

from datetime import datetime

from accounts.invitations import invite, revoke
from accounts.models import Invitation, MembershipRole, User
from accounts.rights import RightsRefused
from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.rights import may_act_for
from agreements.signing.models import Party, SigningRequest


class CannotBeAsked(AgreementRefused):
    """The person may not belong to the organisation, for example because they work in the admin."""


def account_token(agreement: Agreement, address: str, *, by: User, now: datetime) -> dict[str, str]:
    """Invite an address without a place in the organisation to an account that only signs.

    :raises CannotBeAsked: nobody is invited.
    """
    person = User.objects.filter(email=address).first()
    if person is not None and may_act_for(person, agreement, Party.ORGANISATION):
        return {}
    try:
        invited = invite(
            email=address,
            organisation=agreement.organisation,
            role=MembershipRole.SIGNATORY,
            by=by,
            now=now,
        )
    except RightsRefused as refusal:
        raise CannotBeAsked(str(refusal)) from refusal
    return {"account": invited.token}


def withdraw_invitation(request: SigningRequest, agreement: Agreement, *, by: object, now: datetime) -> int:
    """Withdraw the invitation that went with a request which ended unsigned; return how many there were.

    It stands while another open request of the organisation asks the same address. Call it inside the
    audited block that ends the request, after whoever is asked instead is.
    """
    if request.party != Party.ORGANISATION or not request.email:
        return 0
    others = SigningRequest.objects.filter(
        agreement__organisation=agreement.organisation_id,
        party=Party.ORGANISATION,
        email=request.email,
        state=SigningRequest.State.OPEN,
    )
    if others.exists():
        return 0
    invitations = list(
        Invitation.objects.filter(
            email=request.email,
            organisation=agreement.organisation_id,
            role=MembershipRole.SIGNATORY,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
        )
    )
    for invitation in invitations:
        revoke(invitation=invitation, by=by, now=now)
    return len(invitations)

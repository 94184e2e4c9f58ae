"""End an agreement that is still on its way: declined, withdrawn, voided, or not signed in time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from agreements.events import SYSTEM, note
from agreements.models import Agreement
from agreements.notices.addressees import concerned
from agreements.notices.outbox import owe
from agreements.refusals import AgreementRefused
from agreements.rights import NotEntitled, may_act_for, require_manager, require_preparer
from agreements.services.inviting import withdraw_invitation
from agreements.services.links import refuse_unless_open
from agreements.services.locking import held, held_request, open_request, require_stage
from agreements.signing.models import Party, SigningRequest
from audit.trail import audited

Stage, State = Agreement.Stage, SigningRequest.State
# Once all have signed it can be ended only as an agreement in force can: by termination.
UNSIGNED_BY_ALL = (Stage.DRAFT, Stage.OUT, Stage.SIGNED)


class ReasonMissing(AgreementRefused):
    """Ending an agreement needs a reason that the others can read."""


def decline(*, request: SigningRequest, reason: str, by: User, now: datetime) -> Agreement:
    """Decline to sign, for either party; raise NotEntitled, LinkRefused or ReasonMissing."""
    _require(reason)
    with audited(at=now):
        current, agreement = held_request(request.pk)
        refuse_unless_open(current, agreement, now)
        if current.person_id != by.pk or not may_act_for(by, agreement, current.party):
            raise NotEntitled("Somebody else is asked to sign this.")
        current.state, current.closed_at, current.reason = State.DECLINED, now, reason
        current.save(update_fields=["state", "closed_at", "reason"])
        _close(agreement, Stage.DECLINED, reason, request=current, by=by, now=now)
    return agreement


def withdraw(*, agreement: Agreement, reason: str, by: User, now: datetime) -> Agreement:
    """Take an agreement back before both have signed, as the team or the programme office."""
    require_preparer(by, agreement.organisation)
    return _end(agreement, Stage.WITHDRAWN, reason, by=by, now=now)


def void(*, agreement: Agreement, reason: str, by: User, now: datetime) -> Agreement:
    """Void an agreement before both have signed: it was started in error. The programme office only."""
    require_manager(by)
    return _end(agreement, Stage.VOIDED, reason, by=by, now=now, more=(Stage.ATTESTED,))


def lapse_overdue(now: datetime) -> int:
    """Close every agreement that was not signed by its last day; return how many."""
    overdue = Agreement.objects.filter(stage__in=UNSIGNED_BY_ALL, sign_by__lt=timezone.localdate(now))
    return sum(_lapse(pk, now) for pk in list(overdue.values_list("pk", flat=True)))


def _lapse(agreement_id: UUID, now: datetime) -> bool:
    with audited(at=now):
        current = held(agreement_id)
        if current.stage not in UNSIGNED_BY_ALL or current.sign_by >= timezone.localdate(now):
            return False
        request = _close_request(current, now)
        _close(current, Stage.LAPSED, "Not signed in time.", request=request, by=SYSTEM, now=now)
    return True


def _end(
    agreement: Agreement,
    stage: str,
    reason: str,
    *,
    by: User,
    now: datetime,
    more: tuple[str, ...] = (),
) -> Agreement:
    _require(reason)
    with audited(at=now):
        current = held(agreement.pk)
        require_stage(current, *UNSIGNED_BY_ALL, *more)
        request = _close_request(current, now)
        _close(current, stage, reason, request=request, by=by, now=now)
    return current


def _close_request(agreement: Agreement, now: datetime) -> SigningRequest | None:
    request = open_request(agreement)
    if request is not None:
        request.state, request.closed_at = State.CLOSED, now
        request.save(update_fields=["state", "closed_at"])
    return request


def _close(
    agreement: Agreement,
    stage: str,
    reason: str,
    *,
    request: SigningRequest | None,
    by: object,
    now: datetime,
) -> None:
    """Close it with its reason; `request` is the one that ended with it, if anybody was asked to sign."""
    agreement.stage, agreement.closed_at, agreement.closed_reason = stage, now, reason[:500]
    agreement.save(update_fields=["stage", "closed_at", "closed_reason"])
    note(
        str(stage),
        agreement,
        by=by,
        request=str(request.pk) if request else "",
        personal={"reason": reason[:500]},
    )
    if request is not None:
        withdraw_invitation(request, agreement, by=by, now=now)
    own = by.email if isinstance(by, User) else ""
    for address in sorted(concerned(agreement, asked=_asked(agreement, request)) - {own}):
        owe("closed", agreement, email=address, now=now)


def _asked(agreement: Agreement, request: SigningRequest | None) -> set[str]:
    """Return the addresses of who signed for the organisation or was asked to when it ended.

    Whoever handed it over, or was replaced before, has nothing to do with it any more.
    """
    asked = agreement.requests.filter(party=Party.ORGANISATION, state=State.SIGNED)
    found = set(asked.values_list("email", flat=True))
    if request is not None and request.party == Party.ORGANISATION:
        found.add(request.email)
    return found - {""}


def _require(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing("Say why, so that the others know what to do.")

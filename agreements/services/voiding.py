"""Void what others rely on already: one person of the office proposes it, and another confirms.

It is for what was attested in error, and for what all have signed and can never be sealed: it would stand in
the way of a new one for ever. What was signed and sealed here ends by termination alone.
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from agreements.notices.addressees import addresses, of_the_counterparty, team_of
from agreements.notices.outbox import owe
from agreements.refusals import AgreementRefused, Closed
from agreements.rights import NotEntitled, require_manager
from agreements.services.closing import ReasonMissing
from agreements.services.locking import held, held_among_its_like
from agreements.services.superseding import undo_superseding
from audit.trail import audited

Stage, Medium = Agreement.Stage, Agreement.Medium


class NoProposal(AgreementRefused):
    """Nobody proposed to void it, or somebody did already."""


def may_be_voided_by_two(agreement: Agreement) -> bool:
    """Say whether two people may void it: attested and complete, or signed by all without its seal."""
    attested = agreement.stage == Stage.COMPLETE and agreement.medium != Medium.ONLINE
    return attested or agreement.stage == Stage.COUNTERSIGNED


def void_attested(*, agreement: Agreement, reason: str, by: User, now: datetime) -> Agreement:
    """Propose to void an agreement; it stands as it is until a second person confirms that.

    :raises NotEntitled, ReasonMissing, Closed, NoProposal: nothing is changed.
    """
    require_manager(by)
    if not reason.strip():
        raise ReasonMissing("Say why, so that your colleague can judge it.")
    with audited(at=now):
        current = held(agreement.pk)
        _require_voidable(current)
        if current.void_requested_by_id is not None:
            raise NoProposal(
                f"A colleague proposed to void {current.reference} already. Confirm that instead."
            )
        current.void_requested_by, current.void_requested_at = by, now
        current.void_reason = reason[:500]
        current.save(update_fields=["void_requested_by", "void_requested_at", "void_reason"])
        note("void_proposed", current, by=by, personal={"reason": current.void_reason})
    return current


def confirm_void(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Void what a colleague proposed to void; what it superseded stands again.

    :raises NotEntitled, Closed, NoProposal: nothing is changed.
    """
    require_manager(by)
    with audited(at=now):
        # Others stand again once it is void.
        current = _proposed(held_among_its_like(agreement.pk))
        if current.void_requested_by_id == by.pk:
            raise NotEntitled("You proposed this yourself. A colleague has to confirm it.")
        was = current.stage
        current.stage, current.closed_at, current.closed_reason = Stage.VOIDED, now, current.void_reason
        current.void_confirmed_by = by
        current.save(update_fields=["stage", "closed_at", "closed_reason", "void_confirmed_by"])
        note("voided", current, by=by, was=was, personal={"reason": current.void_reason})
        undo_superseding(current)
        _tell(current, was=was, by=by, now=now)
    return current


def drop_void(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Take a proposal to void back; raise NotEntitled, Closed or NoProposal."""
    require_manager(by)
    with audited(at=now):
        current = _proposed(held(agreement.pk))
        _forget_proposal(current)
        note("void_dropped", current, by=by)
    return current


def overtake_proposal(agreement: Agreement) -> None:
    """Drop a proposal to void what could be sealed after all: what was sealed here is never voided.

    Call it inside the audited block that completes the agreement.
    """
    if agreement.void_requested_by_id is None:
        return
    _forget_proposal(agreement)
    note("void_overtaken", agreement)


def _forget_proposal(agreement: Agreement) -> None:
    agreement.void_requested_by = agreement.void_requested_at = None
    agreement.void_reason = ""
    agreement.save(update_fields=["void_requested_by", "void_requested_at", "void_reason"])


def _require_voidable(current: Agreement) -> None:
    if not may_be_voided_by_two(current):
        state = str(current.get_stage_display()).lower()
        raise Closed(f"{current.reference} cannot be voided: {state}. What was sealed here is terminated.")


def _proposed(current: Agreement) -> Agreement:
    _require_voidable(current)
    if current.void_requested_by_id is None:
        raise NoProposal(f"Nobody proposes to void {current.reference}.")
    return current


def _tell(agreement: Agreement, *, was: str, by: User, now: datetime) -> None:
    """Tell who worked on it, and of what counted already the hospital's team and the counterparty as well."""
    told, counted = _concerned(agreement), was == Stage.COMPLETE
    if counted:
        told |= addresses(team_of(agreement.organisation)) | of_the_counterparty(agreement)
    for address in sorted(told - {by.email}):
        owe("voided" if counted else "closed", agreement, email=address, now=now)


def _concerned(agreement: Agreement) -> set[str]:
    """Return who started, prepared or signed it."""
    people = {agreement.issued_by.email, *agreement.signatures.values_list("person__email", flat=True)}
    if agreement.submission is not None and agreement.submission.submitted_by is not None:
        people.add(agreement.submission.submitted_by.email)
    return {address for address in people if address}

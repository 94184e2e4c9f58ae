"""End an agreement that is in force: when it was asked for and when it takes effect are kept apart."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from agreements.notices.addressees import addresses, of_the_counterparty, team_of
from agreements.notices.outbox import owe
from agreements.refusals import DatesOutOfOrder
from agreements.rights import require_manager
from agreements.services.locking import held_among_its_like, require_stage
from agreements.services.superseding import begins, take_place, undo_superseding
from audit.trail import audited


def request_termination(
    *,
    agreement: Agreement,
    requested_on: date,
    terminates_on: date,
    reason: str,
    by: User,
    now: datetime,
) -> Agreement:
    """Record that a party ended the agreement: from `terminates_on` it is not in force any more.

    It may be put off or brought forward until it has taken effect, never dated back before today. One that
    would end before it begins never begins, and what it superseded stands again.
    :raises NotEntitled, Closed, DatesOutOfOrder: nothing is recorded.
    """
    require_manager(by)
    today = timezone.localdate(now)
    if requested_on > today:
        raise DatesOutOfOrder("The day on which it was asked for lies in the future.")
    if terminates_on < max(requested_on, today):
        raise DatesOutOfOrder("It can end today at the earliest, and not before it was asked for.")
    with audited(at=now):
        current = held_among_its_like(agreement.pk)
        require_stage(current, Agreement.Stage.COMPLETE)
        if current.terminates_on is not None and current.terminates_on <= today:
            raise DatesOutOfOrder("This agreement has ended already.")
        began_before = begins(current)
        current.termination_requested_on, current.terminates_on = requested_on, terminates_on
        current.termination_reason = reason[:500]
        current.save(update_fields=["termination_requested_on", "terminates_on", "termination_reason"])
        note(
            "termination_requested",
            current,
            by=by,
            requested_on=requested_on.isoformat(),
            terminates_on=terminates_on.isoformat(),
            personal={"reason": reason[:500]},
        )
        _adjust_those_around(current, began_before=began_before)
        for address in sorted(addresses(team_of(current.organisation)) | of_the_counterparty(current)):
            owe("terminated", current, email=address, now=now)
    return current


def _adjust_those_around(agreement: Agreement, *, began_before: bool) -> None:
    """Let its predecessor run on if it never begins now, or end again if it begins after all."""
    begins_now = begins(agreement)
    if began_before and not begins_now:
        undo_superseding(agreement)
    elif begins_now and not began_before:
        take_place(agreement)

"""When the programme office may do something about an agreement, as it stands today."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement
from agreements.services.following import RENEWABLE
from agreements.services.voiding import may_be_voided_by_two
from agreements.standing import is_in_force, standing_of

Stage = Agreement.Stage


def in_force_today(agreement: Agreement) -> bool:
    return is_in_force(agreement, timezone.localdate())


def may_end(agreement: Agreement) -> bool:
    ends = (agreement.terminates_on, agreement.superseded_on)
    over = any(day is not None and day <= timezone.localdate() for day in ends)
    return agreement.stage == Stage.COMPLETE and not over


def may_be_renewed(agreement: Agreement) -> bool:
    return agreement.organisation.is_open and standing_of(agreement, timezone.localdate()) in RENEWABLE


def is_proposed_void(agreement: Agreement) -> bool:
    return may_be_voided_by_two(agreement) and agreement.void_requested_by_id is not None


def may_stay(agreement: Agreement) -> bool:
    until = agreement.replace_by
    return agreement.stage == Stage.COMPLETE and until is not None and until >= timezone.localdate()


def may_be_carried(agreement: Agreement) -> bool:
    organisation = agreement.organisation
    closed = not organisation.is_open and organisation.successor_id is not None
    return closed and agreement.stage == Stage.COMPLETE and in_force_today(agreement)


def is_own_word(action: str, agreement: Agreement, by: User) -> bool:
    """Say whether it is a person's own word that an action would confirm."""
    words = {"confirm": agreement.attested_by_id, "confirm-void": agreement.void_requested_by_id}
    return words.get(action) == by.pk

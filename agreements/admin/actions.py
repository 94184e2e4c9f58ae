"""What the programme office may do about an agreement: one service each, with the words of its question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms

from accounts.models import User
from agreements.admin.applying import (
    in_force_today,
    is_own_word,
    is_proposed_void,
    may_be_carried,
    may_be_renewed,
    may_end,
    may_stay,
)
from agreements.admin.forms import (
    CarryOverForm,
    ConfirmForm,
    ExtensionForm,
    ReasonForm,
    SignatoryForm,
    TerminationForm,
)
from agreements.admin.running import (
    Values,
    ask_signatory,
    carry_to_successor,
    send_mails_again,
    send_reminder,
    try_seal,
)
from agreements.models import Agreement
from agreements.services.attesting import confirm
from agreements.services.closing import UNSIGNED_BY_ALL, void, withdraw
from agreements.services.following import amend, call_off_repapering, renew
from agreements.services.preparing import extend_signing
from agreements.services.reminding import may_be_reminded
from agreements.services.resending import not_taken
from agreements.services.terminating import request_termination
from agreements.services.voiding import confirm_void, drop_void, may_be_voided_by_two, void_attested

Stage = Agreement.Stage


@dataclass(frozen=True, slots=True)
class Action:
    """A button on an agreement's page. `run` returns the agreement whose page comes next."""

    name: str
    label: str
    question: str
    form: type[forms.Form]
    applies: Callable[[Agreement], bool]
    run: Callable[[Agreement, User, datetime, Values], Agreement]
    done: str
    serious: bool = False


ACTIONS = {
    action.name: action
    for action in (
        Action(
            "confirm",
            "Confirm",
            "A colleague attested this agreement. Compare it with the scan or the basis below before you "
            "confirm it: from its first day it then counts.",
            ConfirmForm,
            lambda one: one.stage == Stage.ATTESTED,
            lambda one, by, now, values: confirm(agreement=one, by=by, now=now),
            "Confirmed. It counts from its first day.",
        ),
        Action(
            "seal",
            "Try the seal again",
            "All have signed. The seal is applied now, and the agreement is complete as soon as it holds.",
            ConfirmForm,
            lambda one: one.stage == Stage.COUNTERSIGNED,
            try_seal,
            "The agreement is sealed and complete.",
        ),
        Action(
            "remind",
            "Send a reminder",
            "Whoever acts next gets one more e-mail: who is asked to sign, or the hospital’s team while nobody "
            "is asked.",
            ConfirmForm,
            lambda one: may_be_reminded(one, asked=one.stage == Stage.SIGNED),
            send_reminder,
            "The reminder is on its way.",
        ),
        Action(
            "send-mails-again",
            "Send the mails again",
            "Every mail that no server took is sent once more, with fresh links where nobody opened them.",
            ConfirmForm,
            lambda one: not_taken(one).exists(),
            send_mails_again,
            "The mails are on their way.",
        ),
        Action(
            "name-signatory",
            "Name who signs",
            "This person is asked to sign for the organisation. Whoever was asked before is not any longer, "
            "and their link stops working.",
            SignatoryForm,
            lambda one: one.stage == Stage.OUT,
            ask_signatory,
            "The request to sign is on its way.",
        ),
        Action(
            "extend",
            "Give more time to sign",
            "The agreement may be signed until the day that you enter. Links that were sent stay good.",
            ExtensionForm,
            lambda one: one.stage in UNSIGNED_BY_ALL,
            lambda one, by, now, values: extend_signing(agreement=one, by=by, now=now, **values),
            "The last day to sign is changed.",
        ),
        Action(
            "call-off-new-text",
            "Need not be signed anew",
            "The agreement counts on its present text beyond the day that was set. Withdraw the agreement "
            "that was started in its place on that one’s page.",
            ConfirmForm,
            may_stay,
            lambda one, by, now, values: call_off_repapering(agreement=one, by=by, now=now),
            "The agreement need not be signed anew.",
        ),
        Action(
            "renew",
            "Renew",
            "A new agreement on the present text is started. It takes over on the day after the last one of "
            "this agreement; the team checks its particulars.",
            ConfirmForm,
            may_be_renewed,
            lambda one, by, now, values: renew(agreement=one, by=by, now=now),
            "The renewal is started. The team goes on with its particulars.",
        ),
        Action(
            "amend",
            "Amend",
            "A new agreement with changed particulars is started. It replaces this one as soon as all have "
            "signed.",
            ConfirmForm,
            lambda one: one.organisation.is_open and in_force_today(one),
            lambda one, by, now, values: amend(agreement=one, by=by, now=now),
            "The amendment is started. The team goes on with its particulars.",
        ),
        Action(
            "carry-over",
            "Carry over to the successor",
            "The organisation is closed. A record is made that its successor has this agreement; a second "
            "person confirms it before it counts there.",
            CarryOverForm,
            may_be_carried,
            carry_to_successor,
            "Recorded. A second person has to confirm it.",
        ),
        Action(
            "withdraw",
            "Withdraw",
            "The agreement is taken back before all have signed. Nobody can sign it any more.",
            ReasonForm,
            lambda one: one.stage in UNSIGNED_BY_ALL,
            lambda one, by, now, values: withdraw(agreement=one, by=by, now=now, **values),
            "The agreement is withdrawn.",
            serious=True,
        ),
        Action(
            "void",
            "Void",
            "The agreement was started in error. It is closed for good, and nobody can sign it any more.",
            ReasonForm,
            lambda one: one.stage in (*UNSIGNED_BY_ALL, Stage.ATTESTED),
            lambda one, by, now, values: void(agreement=one, by=by, now=now, **values),
            "The agreement is void.",
            serious=True,
        ),
        Action(
            "propose-void",
            "Propose to void",
            "The agreement was entered in error, or can never be sealed. It stands as it is until a second "
            "person confirms that; then it is closed for good, and what it superseded stands again.",
            ReasonForm,
            lambda one: may_be_voided_by_two(one) and one.void_requested_by_id is None,
            lambda one, by, now, values: void_attested(agreement=one, by=by, now=now, **values),
            "Proposed. A second person has to confirm it.",
            serious=True,
        ),
        Action(
            "confirm-void",
            "Confirm that it is void",
            "A colleague proposed to void this agreement. Read the reason first: it is closed for good, and "
            "what it superseded stands again.",
            ConfirmForm,
            is_proposed_void,
            lambda one, by, now, values: confirm_void(agreement=one, by=by, now=now),
            "The agreement is void.",
            serious=True,
        ),
        Action(
            "keep",
            "Do not void",
            "The proposal to void this agreement is taken back, and it stands as it is.",
            ConfirmForm,
            is_proposed_void,
            lambda one, by, now, values: drop_void(agreement=one, by=by, now=now),
            "The proposal is taken back.",
        ),
        Action(
            "terminate",
            "Record a termination",
            "From the day that you enter the agreement is not in force, and nothing more can be sent on it. "
            "If that is its first day or earlier, it never begins, and what it superseded stands again.",
            TerminationForm,
            may_end,
            lambda one, by, now, values: request_termination(agreement=one, by=by, now=now, **values),
            "The termination is recorded.",
            serious=True,
        ),
    )
}


def actions_for(agreement: Agreement, by: User) -> Iterator[Action]:
    """Yield what this person may do about an agreement as it stands."""
    for action in ACTIONS.values():
        if action.applies(agreement) and not is_own_word(action.name, agreement, by):
            yield action

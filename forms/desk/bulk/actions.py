"""What may be done to many submissions at once: each by the service that does it to one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.permissions import metadata_of
from forms.desk.rights import HANDLE, OPERATE_LEGS
from forms.desk.services.handling import add_tag, assign
from forms.routing.models import Delivery
from forms.routing.services import NotPossible, cancel, release, retry
from forms.submissions.models import Submission

State = Delivery.State
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BulkAction:
    """An action on one submission of many; `needs` names the value that it takes, `right` who may."""

    name: str
    label: str
    right: str
    run: Callable[[Submission, User, datetime, Values], None]
    needs: str = ""


def _assign(submission: Submission, by: User, now: datetime, values: Values) -> None:
    to = User.objects.filter(pk=values["assignee"]).first() if values["assignee"] else None
    assign(submission=submission, to=to, by=by, now=now)


def _tag(submission: Submission, by: User, now: datetime, values: Values) -> None:
    add_tag(submission=submission, name=values["tag"], by=by, now=now)


def _on_legs(
    state: str, what: str, run: Callable[[Delivery, User, datetime, Values], object]
) -> Callable[[Submission, User, datetime, Values], None]:
    """Return what does something to each leg of a submission that is in a state."""

    def on_legs(submission: Submission, by: User, now: datetime, values: Values) -> None:
        legs = list(metadata_of(Delivery).filter(subject_id=submission.pk, state=state))
        if not legs:
            raise NotPossible(f"No delivery of it {what}.")
        for leg in legs:
            run(leg, by, now, values)

    return on_legs


ACTIONS = {
    action.name: action
    for action in (
        BulkAction("assign", "Assign", HANDLE, _assign, needs="assignee"),
        BulkAction("tag", "Add a tag", HANDLE, _tag, needs="tag"),
        BulkAction(
            "retry",
            "Try failed deliveries again",
            OPERATE_LEGS,
            _on_legs(
                State.FAILED, "failed", lambda leg, by, now, values: retry(delivery=leg, by=by, now=now)
            ),
        ),
        BulkAction(
            "release",
            "Release held deliveries",
            OPERATE_LEGS,
            _on_legs(
                State.HELD, "is held", lambda leg, by, now, values: release(delivery=leg, by=by, now=now)
            ),
        ),
        BulkAction(
            "cancel",
            "Cancel held deliveries",
            OPERATE_LEGS,
            _on_legs(
                State.HELD,
                "is held",
                lambda leg, by, now, values: cancel(delivery=leg, by=by, now=now, reason=values["reason"]),
            ),
            needs="reason",
        ),
    )
}


def actions_for(user: Any) -> list[BulkAction]:
    """Return what a person may do to many submissions at once."""
    return [action for action in ACTIONS.values() if user.has_perm(action.right)]

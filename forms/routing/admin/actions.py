"""What an operator may do to a delivery: one service each, with the words of its confirmation."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from forms.routing.admin.forms import CancelForm, ConfirmForm, RerouteForm
from forms.routing.models import Delivery
from forms.routing.overview import waits_for_destruction
from forms.routing.services import cancel, confirm_destruction, release, reroute, retry

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Action:
    """A button on a delivery's page."""

    name: str
    label: str
    question: str
    states: Set[Delivery.State]
    make_form: Callable[[Delivery, Any], forms.Form]
    run: Callable[[Delivery, User, datetime, dict[str, Any]], Delivery]
    done: str
    serious: bool = False
    applies: Callable[[Delivery], bool] = lambda delivery: True


ACTIONS = {
    action.name: action
    for action in (
        Action(
            "retry",
            "Try again now",
            "The same document is sent to the same destination at once, with a fresh number of tries.",
            frozenset({State.FAILED, State.RETRYING}),
            lambda delivery, data: ConfirmForm(data),
            lambda delivery, by, now, values: retry(delivery=delivery, by=by, now=now),
            "The delivery is in the queue again.",
        ),
        Action(
            "release",
            "Release",
            "The agreements are checked again. If they allow it, the delivery goes into the queue.",
            frozenset({State.HELD}),
            lambda delivery, data: ConfirmForm(data),
            lambda delivery, by, now, values: release(delivery=delivery, by=by, now=now),
            "The delivery is released.",
        ),
        Action(
            "reroute",
            "Re-route",
            "This delivery is closed and a new document goes to the partner that you choose. First make sure "
            "that the patient allows the new partner to receive it. If this one was sent already, ask its "
            "partner to destroy its copy, and note here when it has confirmed that.",
            frozenset({State.QUEUED, State.RETRYING, State.FAILED, State.HELD, State.SENT}),
            lambda delivery, data: RerouteForm(data, delivery=delivery),
            lambda delivery, by, now, values: reroute(
                delivery=delivery, partner=values["partner"], by=by, now=now, reason=values["reason"]
            ),
            "The delivery is closed, and this one replaces it.",
        ),
        Action(
            "confirm-destruction",
            "Destruction is confirmed",
            "The partner has confirmed that it destroyed the copy that was handed over to it.",
            frozenset({State.CANCELLED}),
            lambda delivery, data: ConfirmForm(data),
            lambda delivery, by, now, values: confirm_destruction(delivery=delivery, by=by, now=now),
            "It is noted that the copy was destroyed.",
            applies=waits_for_destruction,
        ),
        Action(
            "cancel",
            "Cancel delivery",
            "The document will not be sent. This cannot be undone.",
            frozenset({State.QUEUED, State.RETRYING, State.FAILED, State.HELD}),
            lambda delivery, data: CancelForm(data),
            lambda delivery, by, now, values: cancel(
                delivery=delivery, by=by, now=now, reason=values["reason"]
            ),
            "The delivery is cancelled.",
            serious=True,
        ),
    )
}


def actions_for(delivery: Delivery) -> list[Action]:
    """Return what may be done to a delivery in its state."""
    return [
        action for action in ACTIONS.values() if delivery.state in action.states and action.applies(delivery)
    ]

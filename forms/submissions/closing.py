"""Tell the floors above how far a draft had come when it is closed and its answers are erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from forms.submissions.models import Draft
from forms.submissions.work import Work

Listener = Callable[[Draft, Work, datetime], None]

_listeners: list[Listener] = []


def on_closed(listener: Listener) -> Listener:
    """Call `listener(draft, work, now)` in the transaction that closes a draft, its new state set on it."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def forget(listener: Listener) -> None:
    """Stop calling a listener."""
    _listeners.remove(listener)


def tell_closed(draft: Draft, work: Work, now: datetime) -> None:
    """Tell every listener; they take counts, never answers."""
    for listener in _listeners:
        listener(draft, work, now)

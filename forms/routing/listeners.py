"""Tell the floors above that a leg came to rest, or goes on its way again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from audit.trail import audited
from forms.routing.failures import log_failure

Listener = Callable[[UUID, datetime], None]

logger = logging.getLogger(__name__)
_listeners: list[Listener] = []


def on_settled(listener: Listener) -> Listener:
    """Call `listener(subject_id, now)` whenever a leg is sent, failed, held or cancelled, and when a
    person retries or releases one that had come to rest.

    The call is part of the transaction that settles the leg, so what it enqueues is as durable.
    Two legs of one subject may settle at once: lock the subject's row before looking at its legs.
    A listener that fails is logged and undone on its own; the leg stays settled.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def forget(listener: Listener) -> None:
    """Stop calling a listener."""
    _listeners.remove(listener)


def notify(*, subject_id: UUID, now: datetime) -> None:
    """Tell every listener; to be called inside the transaction that settled the leg."""
    for listener in _listeners:
        try:
            with audited(at=now):
                listener(subject_id, now)
        except Exception as error:  # noqa: BLE001 - a document that was sent must stay recorded as sent
            log_failure(logger, f"Listener {listener.__qualname__}, subject {subject_id}", error)

"""The jobs of the library."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.library.processing import put_back
from forms.routing.jobs import periodic


@periodic("library.sweep", every=timedelta(minutes=1), title="Put back documents left unscanned or unread")
def put_back_what_was_left(now: datetime) -> str:
    """Enqueue the versions that no task stands for: a scanner was away, or a worker died."""
    return f"{put_back(now=now)} documents put back into the queue"

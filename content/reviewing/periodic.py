"""What recurs about reviews."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.reviewing.reminding import remind_overdue
from forms.routing.jobs import periodic


@periodic("reviewing.remind", every=timedelta(hours=6), title="Remind of reviews that are overdue")
def remind(now: datetime) -> str:
    """Remind once of each step whose day has passed."""
    return f"{remind_overdue(now=now)} overdue steps reminded of"

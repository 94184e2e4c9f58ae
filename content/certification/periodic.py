"""What recurs about certificates."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.certification.drift import tell_of_drift
from content.certification.mails import send_overdue
from content.certification.services.ending import expire_due
from content.certification.services.reminding import remind_due
from forms.routing.jobs import JobFailed, periodic


@periodic(
    "certification.expire", every=timedelta(minutes=10), title="Take pages down whose certificate ended"
)
def expire(now: datetime) -> str:
    """End what has expired; readers have not seen it since the second of its expiry."""
    return f"{expire_due(now=now)} certificates ended"


@periodic("certification.remind", every=timedelta(hours=12), title="Remind of certificates that end soon")
def remind(now: datetime) -> str:
    """Remind 90, 60 and 30 days ahead."""
    return f"{remind_due(now=now)} reminders written"


@periodic(
    "certification.mail", every=timedelta(minutes=5), title="Send mails about certificates that are owed"
)
def send_what_is_owed(now: datetime) -> str:
    """Send the mails that the queue left."""
    sent, failed = send_overdue(now=now)
    if failed:
        raise JobFailed(f"{sent} mails sent, {failed} not taken")
    return f"{sent} mails sent"


@periodic("certification.drift", every=timedelta(days=1), title="Compare live pages with their certificates")
def compare(now: datetime) -> str:
    """Render every live page anew; tell of those that differ from what was certified, and raise JobFailed."""
    drifted = tell_of_drift(now=now)
    if drifted:
        raise JobFailed(f"Not as certified: {', '.join(drifted)}")
    return "Every live page is as it was certified"

"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from agreements.notices.sending import send_overdue
from agreements.services.closing import lapse_overdue
from agreements.services.ending import tell_endings
from agreements.services.reminding import remind_overdue
from agreements.services.sealing import certify_waiting, seal_waiting
from forms.routing.jobs import JobFailed, periodic


@periodic("agreements.seal", every=timedelta(minutes=5), title="Seal agreements that all have signed")
def seal_what_waits(now: datetime) -> str:
    """Seal what the queue left; a job that fails shows in the admin, so no agreement waits unseen."""
    sealed, failed = seal_waiting(now)
    if failed:
        raise JobFailed(f"{sealed} agreements sealed, {failed} could not be sealed")
    return f"{sealed} agreements sealed"


@periodic("agreements.certify", every=timedelta(minutes=5), title="Make certificates that are missing")
def certify_what_waits(now: datetime) -> str:
    """Make the certificates of completion that failed after the seal."""
    made, failed = certify_waiting(now)
    if failed:
        raise JobFailed(f"{made} certificates made, {failed} could not be made")
    return f"{made} certificates made"


@periodic("agreements.mail", every=timedelta(minutes=5), title="Send mails about agreements that are owed")
def send_what_is_owed(now: datetime) -> str:
    """Send the mails that the queue left."""
    sent, failed = send_overdue(now)
    if failed:
        raise JobFailed(f"{sent} mails sent, {failed} not taken")
    return f"{sent} mails sent"


@periodic("agreements.lapse", every=timedelta(hours=1), title="Close agreements that were not signed in time")
def lapse(now: datetime) -> str:
    """Close what was not signed by its last day."""
    return f"{lapse_overdue(now)} agreements closed"


@periodic("agreements.remind", every=timedelta(hours=6), title="Remind signatories and teams")
def remind(now: datetime) -> str:
    """Remind whoever has been asked, or has had something to prepare, for days."""
    return f"{remind_overdue(now)} reminders written"


@periodic("agreements.ending", every=timedelta(hours=12), title="Tell teams that agreements end soon")
def tell_what_ends(now: datetime) -> str:
    """Tell the teams 90, 60 and 30 days before an agreement ends."""
    return f"{tell_endings(now)} agreements told"

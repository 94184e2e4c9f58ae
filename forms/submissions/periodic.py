"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from forms.routing.jobs import periodic
from forms.submissions.notifications import notify_overdue
from forms.submissions.services import expire_drafts


@periodic("submissions.expire_drafts", every=timedelta(hours=1))
def expire(now: datetime) -> str:
    return f"{expire_drafts(now)} drafts erased"


@periodic("submissions.notify", every=timedelta(minutes=5))
def notify_late(now: datetime) -> str:
    return f"{notify_overdue(now)} submitters told"

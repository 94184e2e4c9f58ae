"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from forms.routing.jobs import periodic
from forms.submissions.notifications import notify_overdue
from forms.submissions.reconciling import settle_missed
from forms.submissions.services import expire_drafts


@periodic("submissions.expire_drafts", every=timedelta(hours=1), title="Erase drafts that have expired")
def expire(now: datetime) -> str:
    return f"{expire_drafts(now)} drafts erased"


@periodic("submissions.notify", every=timedelta(minutes=5), title="Tell submitters how their forms fared")
def notify_late(now: datetime) -> str:
    return f"{notify_overdue(now)} submitters told"


@periodic(
    "submissions.settle_missed", every=timedelta(minutes=5), title="Put right outcomes that were missed"
)
def settle_what_was_missed(now: datetime) -> str:
    settled, failed = settle_missed(now)
    return f"{settled} outcomes put right" + (f", {failed} failed: the log says where" if failed else "")

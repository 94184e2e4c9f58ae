"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from forms.routing.jobs import periodic
from forms.submissions.carrying.notices import carry_over_due
from forms.submissions.file_jobs import scan_files, settle_overdue_files
from forms.submissions.notifications import notify_overdue
from forms.submissions.reconciling import settle_missed
from forms.submissions.services import expire_drafts
from forms.uploads.services import destroy_removed


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


@periodic(
    "submissions.carry_over",
    every=timedelta(minutes=15),
    title="Move drafts to the live version of their form",
)
def carry_drafts_over(now: datetime) -> str:
    moved, told = carry_over_due(now)
    return f"{moved} drafts moved, {told} people asked to review theirs"


@periodic("submissions.scan_files", every=timedelta(minutes=1), title="Scan uploaded files that wait for it")
def scan(now: datetime) -> str:
    return scan_files(now)


@periodic("submissions.destroy_files", every=timedelta(minutes=5), title="Destroy files that were removed")
def destroy(now: datetime) -> str:
    overdue = settle_overdue_files(now)
    return f"{overdue} drafts looked at, {destroy_removed(now)} files destroyed"

"""What recurs on the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from forms.desk.exporting.services import expire_exports
from forms.desk.restarting import restart_left
from forms.desk.telling import tell_overdue
from forms.routing.jobs import periodic


@periodic("desk.expire_exports", every=timedelta(minutes=10), title="Delete exports that have expired")
def expire(now: datetime) -> str:
    return f"{expire_exports(now)} exports deleted"


@periodic("desk.restart", every=timedelta(minutes=5), title="Go on with exports and bulk actions left behind")
def restart(now: datetime) -> str:
    return f"{restart_left(now)} put back into the queue, {tell_overdue(now)} people told"

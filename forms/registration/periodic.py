"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from forms.registration.alerts import alert_overdue
from forms.routing.jobs import periodic


@periodic(
    "registration.alert", every=timedelta(minutes=5), title="Tell people of tasks they were not told of"
)
def alert_late(now: datetime) -> str:
    return f"{alert_overdue(now)} tasks told of"

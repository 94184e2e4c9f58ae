"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.management import call_command

from content.publishing import publish_due
from forms.routing.jobs import JobFailed, periodic


@periodic(
    "content.publish_scheduled", every=timedelta(minutes=1), title="Publish and withdraw pages at their time"
)
def publish_scheduled(now: datetime) -> str:
    """Publish and withdraw pages and forms whose time has come; raise JobFailed to name what was refused."""
    done = publish_due(now)
    said = f"{done.published} published, {done.withdrawn} withdrawn"
    if done.refused:
        names = ", ".join(f"{one.what} ({one.why})" for one in done.refused)
        raise JobFailed(f"{said}, {len(done.refused)} refused: {names}")
    return said


@periodic("accounts.clear_sessions", every=timedelta(days=1), title="Erase sessions that have expired")
def clear_sessions(now: datetime) -> str:
    """Erase the rows of sessions that are over, as Django's own command does, which asks the clock itself."""
    call_command("clearsessions")
    return "Expired sessions erased"

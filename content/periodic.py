"""What recurs on this floor."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

from django.core.management import call_command

from forms.routing.jobs import periodic


@periodic(
    "content.publish_scheduled", every=timedelta(minutes=1), title="Publish and withdraw what is scheduled"
)
def publish_scheduled(now: datetime) -> str:
    """Publish and withdraw pages and forms whose time has come, as Wagtail's own command does."""
    said = StringIO()
    call_command("publish_scheduled", stdout=said)
    return said.getvalue().strip()[:200] or "nothing was due"

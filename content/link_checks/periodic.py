"""What recurs about links."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.link_checks.collecting import collect_links
from content.link_checks.services import ChecksOff, check_due
from forms.routing.jobs import periodic


@periodic("link_checks.collect", every=timedelta(hours=6), title="List the external links of what is live")
def collect(now: datetime) -> str:
    """Bring the list of links up to date; nothing outside is asked."""
    return f"{collect_links(now=now)} external links"


@periodic("link_checks.check", every=timedelta(minutes=10), title="Check external links")
def check_links(now: datetime) -> str:
    """Check what is due, where this installation may ask other servers."""
    try:
        asked, broken = check_due(now=now)
    except ChecksOff:
        return "Switched off"
    return f"{asked} links checked, {broken} broken"

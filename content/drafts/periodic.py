"""What recurs about drafts."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.drafts.deleting import forget_old
from forms.routing.jobs import periodic


@periodic("drafts.forget", every=timedelta(days=1), title="Erase drafts deleted more than 30 days ago")
def forget(now: datetime) -> str:
    """Erase deleted drafts whose time is over."""
    return f"{forget_old(now=now)} deleted drafts erased"

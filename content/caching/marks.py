"""How a view says that its answer is the same for everybody of an audience, and until when."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

# In the environment that the server passes on, so that nothing of it reaches a browser.
MARK = "content.caching.until"


def may_be_kept(request: HttpRequest, *, until: datetime | None = None, now: datetime) -> None:
    """Allow the answer to this request to be kept: at most so long as settings say, and never past midnight.

    Partners, certificates and listings change at the beginning of a day.
    """
    ends = [now + timedelta(seconds=settings.PAGE_CACHE_SECONDS), _midnight(now)]
    if until is not None:
        ends.append(until)
    request.environ[MARK] = min(ends).timestamp()  # type: ignore[attr-defined]


def kept_until(request: HttpRequest) -> float | None:
    """Return until when the answer may be kept, in seconds since 1970; None where it must not be."""
    until: float | None = getattr(request, "environ", {}).get(MARK)
    return until


def never_keep(request: HttpRequest) -> None:
    """Take back what was allowed."""
    getattr(request, "environ", {}).pop(MARK, None)


def _midnight(now: datetime) -> datetime:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=timezone.get_current_timezone())

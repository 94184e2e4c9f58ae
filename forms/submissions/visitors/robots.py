"""What gives a program away, and what to tell a person who is taken for one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from forms.definitions.spec import FormSpec

# The input that people do not see. Programs that fill in everything fill it in.
TRAP = "leave_empty"


def fell_into_the_trap(request: HttpRequest) -> bool:
    """Say whether the input that people do not see came filled in."""
    return bool(request.POST.get(TRAP))


def least_time(spec: FormSpec) -> timedelta:
    """Return how long the fastest person takes from a form's first page to sending it."""
    least: timedelta = settings.VISITOR_LEAST_TIME_PER_STEP * (len(spec.steps) + 1)
    return least


def seconds_too_fast(spec: FormSpec, *, begun_at: datetime, now: datetime) -> int:
    """Return for how many seconds to wait before sending; 0 where a person may have filled the form in."""
    missing = (begun_at + least_time(spec) - now).total_seconds()
    return int(missing) + 1 if missing > 0 else 0

"""The jobs of this floor."""

from __future__ import annotations

from datetime import datetime, timedelta

from forms.routing.alarms import tell_office
from forms.routing.jobs import periodic
from forms.routing.sweep import prune, sweep


@periodic("routing.sweep", every=timedelta(seconds=30), title="Put back deliveries left in the queue")
def put_back_what_was_left(now: datetime) -> str:
    """Enqueue due legs that no task stands for."""
    return f"{sweep(now=now)} legs put back into the queue"


@periodic("routing.prune", every=timedelta(minutes=10), title="Clear finished tasks out of the queue")
def prune_queue(now: datetime) -> str:
    """Delete finished rows of the queue."""
    return f"{prune(now=now)} finished tasks removed"


@periodic(
    "routing.alarm",
    every=timedelta(minutes=5),
    title="Tell the programme office of deliveries in trouble",
)
def alarm(now: datetime) -> str:
    """Send what the office is still to be told; the interval gathers legs that fail together."""
    return f"Programme office told of {tell_office(now=now)} deliveries"

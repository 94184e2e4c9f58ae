"""What became of a registration: who received it, and where each PDF lies in the demo's inboxes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from forms.routing.destinations import destination_from_json
from forms.routing.models import Delivery
from forms.submissions.models import Submission

LOOK_EVERY_SECONDS = 0.5
SENT = {Delivery.State.SENT, Delivery.State.ACKNOWLEDGED}


class NotDelivered(Exception):
    """Not every leg was sent in time; the message says how each stands."""


@dataclass(frozen=True, slots=True)
class Received:
    """A PDF in a partner's demo inbox."""

    partner: str
    path: Path
    passphrase: str


def wait_until_received(
    reference: str, *, seconds: float, look: Callable[[float], object] = time.sleep
) -> list[Received]:
    """Return what every partner received; raise NotDelivered when `seconds` were not enough."""
    submission = Submission.objects.get(reference=reference)
    for _ in range(int(seconds / LOOK_EVERY_SECONDS) + 1):
        legs = list(Delivery.objects.filter(subject_id=submission.pk).select_related("partner"))
        if legs and all(leg.state in SENT for leg in legs):
            return [_received(leg) for leg in legs]
        look(LOOK_EVERY_SECONDS)
    raise NotDelivered(_standing(reference, legs, seconds))


def _received(leg: Delivery) -> Received:
    return Received(
        partner=leg.partner.name,
        path=Path(settings.DELIVERY_INBOX_DIR) / leg.provider_id,
        passphrase=destination_from_json(leg.destination).passphrase,
    )


def _standing(reference: str, legs: list[Delivery], seconds: float) -> str:
    if not legs:
        return f"{reference} has no delivery at all."
    states = "; ".join(
        f"{leg.partner.name}: {leg.get_state_display().lower()}"
        + (f" ({reason})" if (reason := leg.error or leg.held_reason) else "")
        for leg in legs
    )
    return f"After {seconds:.0f} seconds not every delivery of {reference} is sent. {states}."

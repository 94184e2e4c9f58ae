"""Find submissions whose outcome is not what their legs say: news that a listener lost."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from forms.routing.failures import log_failure
from forms.routing.models import Delivery
from forms.submissions.models import Submission
from forms.submissions.settling import settle

# A bounded run: what is more waits for the next one.
MOST_AT_ONCE = 200

Outcome = Submission.Outcome
State = Delivery.State
MOVING = (State.QUEUED, State.SENDING, State.RETRYING, State.HELD)
RESTLESS = (*MOVING, State.FAILED)

logger = logging.getLogger(__name__)


def settle_missed(now: datetime) -> tuple[int, int]:
    """Settle every submission whose stored outcome is out of date; return how many were and could not be.

    Idempotent: `settle` looks at the legs again under the row's lock. One that fails leaves the others.
    """
    settled = failed = 0
    for submission_id in _missed():
        try:
            settle(submission_id, now)
            settled += 1
        except Exception as error:  # noqa: BLE001 - one submission's trouble must not stop the others
            log_failure(logger, f"Submission {submission_id} could not be settled", error)
            failed += 1
    return settled, failed


def _missed() -> list[UUID]:
    legs = Delivery.objects.filter(subject_id=OuterRef("pk"))
    a_failed_one, a_moving_one = (
        Exists(legs.filter(state=State.FAILED)),
        Exists(legs.filter(state__in=MOVING)),
    )
    open_ones = Submission.objects.filter(outcome=Outcome.UNDER_WAY)
    # What came to rest is found by the few legs that did not, so that no history is read.
    restless = Delivery.objects.filter(state__in=RESTLESS).values("subject_id")
    found: tuple[QuerySet[Submission], ...] = (
        open_ones.filter(Q(a_failed_one) | (Exists(legs) & ~Q(a_moving_one))),
        Submission.objects.filter(~Q(a_failed_one), outcome=Outcome.FAILED),
        Submission.objects.filter(outcome__in=[Outcome.DELIVERED, Outcome.CANCELLED], pk__in=restless),
    )
    return [
        pk
        for rows in found
        for pk in rows.order_by("submitted_at").values_list("pk", flat=True)[:MOST_AT_ONCE]
    ]

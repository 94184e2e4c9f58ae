"""Follow a submission's legs until they come to rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from audit.trail import audited
from forms.routing.legs import Leg, legs_of
from forms.routing.models import Delivery
from forms.submissions.models import Submission
from forms.submissions.pinned import kind_of_version
from forms.submissions.tasks import enqueue_notification

Outcome = Submission.Outcome
ARRIVED = frozenset({Delivery.State.SENT.value, Delivery.State.ACKNOWLEDGED.value})


def outcome_of(legs: Iterable[Leg]) -> Submission.Outcome:
    """Return the news about the legs as a whole: a failed one counts at once, the rest when all rest."""
    states = {leg.state for leg in legs}
    if Delivery.State.FAILED in states:
        return Outcome.FAILED
    if states and states <= ARRIVED | {Delivery.State.CANCELLED.value}:
        return Outcome.DELIVERED if states & ARRIVED else Outcome.CANCELLED
    return Outcome.UNDER_WAY


def settle(subject_id: UUID, now: datetime) -> None:
    """Take note that a leg of a submission came to rest; tell the submitter when that is news.

    Called in the transaction that settles the leg; what is no submission of ours is left alone.
    """
    with audited(at=now):
        # Two legs may settle at once: the lock makes the second see what the first one did.
        submission = Submission.objects.select_for_update().filter(pk=subject_id).first()
        # Nor does anybody wait for news of a form whose kind keeps its pages elsewhere.
        if submission is None or not kind_of_version(submission.form_version_id).listed:
            return
        outcome = outcome_of(legs_of(subject_id))
        # Idempotent: an outcome that is known already is no news.
        if outcome == submission.outcome:
            return
        submission.outcome = outcome
        submission.settled_at = None if outcome == Outcome.UNDER_WAY else now
        # Nobody writes to a visitor: the office hears of a delivery that failed.
        told = submission.submitted_by_id is None
        submission.notified_at = submission.settled_at if told else None
        submission.save(update_fields=["outcome", "settled_at", "notified_at"])
        if outcome != Outcome.UNDER_WAY and not told:
            enqueue_notification(submission.pk)

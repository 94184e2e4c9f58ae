"""Begin a bulk action, and carry it out one submission after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.permissions import metadata_of
from audit.trail import audited, record
from forms.desk.bulk.actions import ACTIONS, BulkAction
from forms.desk.models import Job
from forms.desk.refusals import DeskRefused
from forms.desk.rights import require
from forms.routing.failures import log_failure
from forms.routing.services import NotPossible
from forms.submissions.models import Submission

MOST_SUBJECTS = 5_000
MOST_ERRORS = 200
# A person sees how far it is at least this often, counted in submissions.
BETWEEN_BEATS = 20
NEEDED = {
    "tag": "Write the tag that the submissions are to get.",
    "reason": "Say why the deliveries are cancelled.",
}
Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


def begin_job(
    *,
    action: str,
    values: dict[str, Any],
    subjects: Sequence[UUID],
    programme_id: UUID,
    by: User,
    now: datetime,
) -> Job:
    """Let a worker carry an action out on submissions of a programme; raise NotAllowed or DeskRefused."""
    from forms.desk.tasks import enqueue_job

    wanted = ACTIONS.get(action)
    if wanted is None:
        raise DeskRefused("Choose what is to be done.")
    require(by, wanted.right, programme_id)
    if not subjects:
        raise DeskRefused("Tick at least one submission.")
    if len(subjects) > MOST_SUBJECTS:
        raise DeskRefused(f"At most {MOST_SUBJECTS:,} submissions at a time. Narrow the list first.")
    needed = {wanted.needs: str(values.get(wanted.needs, "")).strip()[:240]} if wanted.needs else {}
    if wanted.needs in NEEDED and not needed[wanted.needs]:
        raise DeskRefused(NEEDED[wanted.needs])
    with audited(at=now):
        job = Job.objects.create(
            programme_id=programme_id,
            person=by,
            action=action,
            values=needed,
            subjects=[str(one) for one in subjects],
            total=len(subjects),
            created_at=now,
            beat_at=now,
        )
        detail = {"action": action, "count": job.total}
        record("desk.job_begun", actor=by, subject=job, programme=programme_id, detail=detail)
        enqueue_job(job.pk)
    return job


def run_job(*, job_id: UUID, clock: Clock) -> str:
    """Go on with a job from where it is; each submission is a transaction of its own.

    What cannot be done to one is written down by its reference, and the next one's turn comes.
    """
    job = Job.objects.select_related("person").get(pk=job_id)
    if job.is_over:
        return "nothing to do"
    action = ACTIONS[job.action]
    errors = list(job.errors)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, beat_at=clock())
    for position in range(job.done, job.total):
        problem = _one(job, action, UUID(job.subjects[position]), clock())
        if problem and len(errors) < MOST_ERRORS:
            errors.append(problem)
        if problem or (position + 1) % BETWEEN_BEATS == 0:
            Job.objects.filter(pk=job.pk).update(done=position + 1, errors=errors, beat_at=clock())
    now = clock()
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.DONE, done=job.total, errors=errors, beat_at=now, finished_at=now
    )
    return f"{job.total} submissions, {len(errors)} problems"


def _one(job: Job, action: BulkAction, subject: UUID, now: datetime) -> dict[str, str] | None:
    """Do it to one submission; return what stood in the way."""
    submission = metadata_of(Submission).filter(pk=subject, programme=job.programme_id).first()
    if submission is None:
        return {"reference": str(subject), "problem": "There is no such submission in this programme."}
    try:
        # Whoever lost the right meanwhile changes nothing more.
        require(job.person, action.right, job.programme_id)
        with transaction.atomic():
            action.run(submission, job.person, now, job.values)
    except (NotPossible, DeskRefused, PermissionDenied) as refusal:
        return {"reference": submission.reference, "problem": str(refusal)}
    except Exception as error:  # noqa: BLE001 - one submission must not stop the others
        log_failure(logger, f"Job {job.pk}, submission {submission.reference}", error)
        return {"reference": submission.reference, "problem": "It failed. The log says where."}
    return None

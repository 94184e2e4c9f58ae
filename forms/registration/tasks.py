"""Open and close the tasks that only people with the right to them see. They hold references, no answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from audit.trail import audited, record
from forms.definitions.kinds import SubmittedEvent
from forms.definitions.spec import Answers, FormSpec
from forms.registration.alerts import enqueue_alert
from forms.registration.keys import ADVERSE_EVENT, REFERRER_NAME, REFERRER_ROLE, TEAM_EMAIL, TEAM_PHONE
from forms.registration.models import RestrictedTask
from forms.registration.working_days import working_days_after
from forms.submissions.visitors.identity import ACTOR

OUTCOME_LENGTH = 240
# What the report holds of the person, and how a question about it is marked for browsers.
TOKENS = {"name": "name", "role": "organization-title", "phone": "tel", "email": "email"}


class TaskClosedAlready(Exception):
    """Somebody closed the task before."""


class OutcomeMissing(ValueError):
    """A task is closed with a word on what was done."""


def open_tasks(event: SubmittedEvent) -> None:
    """Open what a submission calls for: one task for its matches elsewhere, one for a possible adverse event."""
    if event.matches:
        _open(event, RestrictedTask.Kind.POSSIBLE_DUPLICATE, others=event.matches)
    open_safety_task(event)


def open_safety_task(event: SubmittedEvent) -> None:
    """Open a task of drug safety where an answer of any form is said to describe an adverse event."""
    if raised_by := tuple(raising_questions(event.spec, event.answers)):
        _open(event, RestrictedTask.Kind.ADVERSE_EVENT, raised_by=raised_by)


def raising_questions(spec: FormSpec, answers: Answers) -> Iterator[str]:
    """Yield the label of each question whose answer is said to describe an adverse event."""
    labels = {field.key: field.label for field in spec.fields()}
    for field in spec.fields():
        if (field.companion_of or field.key == ADVERSE_EVENT) and answers.get(field.key) == "yes":
            yield labels.get(field.companion_of, field.label)


def close_task(*, task: RestrictedTask, outcome: str, by: User, now: datetime) -> RestrictedTask:
    """Close a task with what was done about it; raise OutcomeMissing or TaskClosedAlready."""
    outcome = outcome.strip()
    if not outcome:
        raise OutcomeMissing("Say in a few words what was done, without naming the patient.")
    with audited(at=now):
        current = RestrictedTask.objects.select_for_update().get(pk=task.pk)
        if current.state == RestrictedTask.State.DONE:
            raise TaskClosedAlready("This task was closed before. Open it to see by whom.")
        current.state = RestrictedTask.State.DONE
        current.done_at = now
        current.done_by = by
        current.outcome = outcome[:OUTCOME_LENGTH]
        current.save()
        record(
            "task.closed",
            actor=by,
            subject=current,
            programme=current.programme_id,
            detail={"kind": current.kind, "reference": current.reference},
        )
    return current


def _open(
    event: SubmittedEvent,
    kind: RestrictedTask.Kind,
    *,
    others: tuple[str, ...] = (),
    raised_by: tuple[str, ...] = (),
) -> None:
    now = event.now
    safety = kind == RestrictedTask.Kind.ADVERSE_EVENT
    today = timezone.localdate(now)
    task = RestrictedTask(
        programme=event.programme,
        kind=kind,
        submission_id=event.submission_id,
        reference=event.reference,
        other_references=RestrictedTask.OTHERS.join(dict.fromkeys(others)),
        created_at=now,
        due_on=working_days_after(today, settings.SAFETY_TASK_WORKING_DAYS) if safety else None,
    )
    if safety:
        task.report = _report(event, raised_by)
    task.save(force_insert=True)
    enqueue_alert(task.pk)
    record(
        "task.opened",
        actor=event.actor_id or ACTOR,
        subject=task,
        programme=event.programme,
        detail={"kind": kind.value, "reference": event.reference},
    )


def _report(event: SubmittedEvent, raised_by: tuple[str, ...]) -> dict[str, object]:
    """Return whom drug safety asks: the minimum to act, without the patient.

    Forms that are no registration mark what is about the person by what a browser may fill in.
    """
    told = {"name": REFERRER_NAME, "role": REFERRER_ROLE, "phone": TEAM_PHONE, "email": TEAM_EMAIL}
    marked = {field.settings.get("autocomplete"): field.key for field in event.spec.fields()}
    for name, token in TOKENS.items():
        if told[name] not in event.answers and token in marked:
            told[name] = marked[token]
    return {"questions": list(raised_by), **{name: event.answers.get(key, "") for name, key in told.items()}}

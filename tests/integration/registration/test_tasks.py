"""A registration opens restricted tasks; they hold references and no answers, and a person closes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from accounts.models import User
from audit.models import AuditEvent
from audit.trail import audited
from forms.definitions.kinds import SubmittedEvent, kind_of
from forms.registration.models import RestrictedTask
from forms.registration.tasks import OutcomeMissing, TaskClosedAlready, close_task
from programme.models import Programme
from tests.unit.registration.forms_for_tests import registration

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2027, 1, 8, 16, 0, tzinfo=UTC)


@pytest.fixture
def event(programme: Programme, member: User) -> SubmittedEvent:
    return SubmittedEvent(
        submission_id=uuid4(),
        reference="EC-1111-1111-1",
        programme=programme,
        spec=registration(),
        answers={"allergies": "Rash after the last injection", "family_name": "Quayle"},
        matches=(),
        actor_id=member.pk,
        now=FRIDAY,
    )


@pytest.fixture
def task(event: SubmittedEvent) -> RestrictedTask:
    submit(replace(event, matches=("EC-2222-2222-2",)))
    return RestrictedTask.objects.get()


def submit(event: SubmittedEvent) -> None:
    with audited(at=event.now):
        kind_of("patient_registration").submitted(event)


def test_an_ordinary_registration_opens_no_task(event: SubmittedEvent) -> None:
    submit(event)

    assert not RestrictedTask.objects.exists()


def test_each_match_elsewhere_opens_a_task_of_its_own(event: SubmittedEvent) -> None:
    submit(replace(event, matches=("EC-2222-2222-2", "EC-3333-3333-3")))

    tasks = RestrictedTask.objects.all()
    assert {task.other_reference for task in tasks} == {"EC-2222-2222-2", "EC-3333-3333-3"}
    assert {task.kind for task in tasks} == {RestrictedTask.Kind.POSSIBLE_DUPLICATE}
    assert {task.due_on for task in tasks} == {None}


@pytest.mark.parametrize("question", ["adverse_event", "allergies_adverse_event"])
def test_a_possible_adverse_event_opens_one_task_due_on_the_next_working_day(
    event: SubmittedEvent, question: str
) -> None:
    submit(replace(event, answers={**event.answers, question: "yes"}))

    task = RestrictedTask.objects.get()
    assert task.kind == RestrictedTask.Kind.ADVERSE_EVENT
    assert task.due_on == date(2027, 1, 11)


def test_two_adverse_event_answers_of_one_form_are_one_task(event: SubmittedEvent) -> None:
    submit(replace(event, answers={"adverse_event": "yes", "support_needs_adverse_event": "yes"}))

    assert RestrictedTask.objects.count() == 1


def test_a_task_and_its_events_hold_no_answer(event: SubmittedEvent) -> None:
    submit(replace(event, answers={**event.answers, "adverse_event": "yes"}))

    stored = repr(list(RestrictedTask.objects.values())) + repr(list(AuditEvent.objects.values()))
    assert "Rash" not in stored
    assert "Quayle" not in stored
    assert AuditEvent.objects.filter(action="task.opened").count() == 1


def test_closing_keeps_who_when_and_what_was_done(task: RestrictedTask, member: User, now: Any) -> None:
    closed = close_task(task=task, outcome="  Told drug safety by phone. ", by=member, now=now)

    assert (closed.state, closed.done_by, closed.done_at) == (RestrictedTask.State.DONE, member, now)
    assert closed.outcome == "Told drug safety by phone."
    event = AuditEvent.objects.get(action="task.closed")
    assert event.actor == str(member.pk)
    assert "phone" not in repr(event.detail)


def test_closing_needs_an_outcome(task: RestrictedTask, member: User, now: Any) -> None:
    with pytest.raises(OutcomeMissing):
        close_task(task=task, outcome=" \n", by=member, now=now)

    task.refresh_from_db()
    assert task.state == RestrictedTask.State.OPEN


def test_a_closed_task_is_not_closed_again(task: RestrictedTask, member: User, now: Any) -> None:
    close_task(task=task, outcome="Checked with both teams.", by=member, now=now)

    with pytest.raises(TaskClosedAlready):
        close_task(task=task, outcome="Something else.", by=member, now=now)

    task.refresh_from_db()
    assert task.outcome == "Checked with both teams."
    assert AuditEvent.objects.filter(action="task.closed").count() == 1


def test_a_failure_afterwards_undoes_task_and_event_together(event: SubmittedEvent) -> None:
    twice = replace(event, matches=("EC-2222-2222-2", "EC-2222-2222-2"))

    with pytest.raises(IntegrityError):
        submit(twice)

    assert not RestrictedTask.objects.exists()
    assert not AuditEvent.objects.exists()

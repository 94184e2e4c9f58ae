"""A registration opens restricted tasks; they hold references and no answers, and a person closes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.services import grant
from audit.models import AuditEvent
from audit.trail import audited
from forms.definitions.kinds import SubmittedEvent, kind_of
from forms.registration.alerts import alert, alert_overdue
from forms.registration.models import RestrictedTask
from forms.registration.tasks import OutcomeMissing, TaskClosedAlready, close_task
from programme.models import Programme
from tests import builders
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
        draft_id=uuid4(),
        organisation_id=uuid4(),
        actor=member,
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


def test_all_matches_elsewhere_are_one_task(event: SubmittedEvent) -> None:
    submit(replace(event, matches=("EC-2222-2222-2", "EC-3333-3333-3", "EC-2222-2222-2")))

    task = RestrictedTask.objects.get()
    assert task.others == ("EC-2222-2222-2", "EC-3333-3333-3")
    assert (task.kind, task.due_on) == (RestrictedTask.Kind.POSSIBLE_DUPLICATE, None)
    assert DBTaskResult.objects.count() == 1, "its people are told once"
    assert AuditEvent.objects.filter(action="task.opened").count() == 1


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
    class Undone(Exception):
        pass

    def submit_then_fail() -> None:
        with audited(at=event.now):
            submit(replace(event, matches=("EC-2222-2222-2",)))
            raise Undone

    with pytest.raises(Undone):
        submit_then_fail()

    assert not RestrictedTask.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_submission_opens_no_second_task_of_a_kind(event: SubmittedEvent) -> None:
    matched = replace(event, matches=("EC-2222-2222-2",))
    submit(matched)

    with pytest.raises(IntegrityError):
        submit(replace(matched, matches=("EC-3333-3333-3",)))

    assert RestrictedTask.objects.get().others == ("EC-2222-2222-2",)
    assert AuditEvent.objects.filter(action="task.opened").count() == 1


def test_the_report_names_the_questions_and_the_team_and_is_sealed(event: SubmittedEvent) -> None:
    answers = {**event.answers, "allergies_adverse_event": "yes", "team_phone": "020 7946 0101"}
    submit(replace(event, answers=answers))

    task = RestrictedTask.objects.get()
    assert task.report["phone"] == "020 7946 0101"
    labels = {field.key: field.label for field in event.spec.fields()}
    assert task.report["questions"] == [labels["allergies"]]
    assert b"7946" not in bytes(task.report_sealed)
    assert "Quayle" not in repr(task.report)


@pytest.fixture
def officer() -> User:
    user = builders.a_user(email="vic@programme.invalid", name="Vic Vigilance", is_staff=True)
    user.groups.add(grant(group_name="Drug safety", permissions=("form_registration.handle_safety_task",)))
    return user


def test_a_new_task_is_told_to_its_people_once_and_without_the_patient(
    event: SubmittedEvent, officer: User, mailoutbox: list[EmailMultiAlternatives], now: datetime
) -> None:
    submit(replace(event, answers={**event.answers, "adverse_event": "yes"}, matches=("EC-2222-2222-2",)))
    task = RestrictedTask.objects.get(kind=RestrictedTask.Kind.ADVERSE_EVENT)

    assert alert(task_id=task.pk, now=now) == "told 1"
    assert alert(task_id=task.pk, now=now) == "nothing to tell"

    (mail,) = mailoutbox
    assert mail.to == [officer.email]
    assert "EC-1111-1111-1" in mail.subject
    said = f"{mail.subject} {mail.body} {mail.alternatives[0][0]}"
    assert str(task.pk) in said
    assert event.programme.name in said
    assert "Rash" not in said
    assert "Quayle" not in said


def test_the_alert_is_queued_with_the_task(event: SubmittedEvent) -> None:
    submit(replace(event, matches=("EC-2222-2222-2",)))

    (queued,) = DBTaskResult.objects.all()
    assert queued.args_kwargs["args"] == [str(RestrictedTask.objects.get().pk)]


def test_an_alert_that_could_not_be_sent_is_sent_later(
    event: SubmittedEvent, officer: User, settings: Any, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    submit(replace(event, answers={**event.answers, "adverse_event": "yes"}))
    memory, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert alert_overdue(FRIDAY + timedelta(minutes=4)) == 0
    assert alert_overdue(FRIDAY + timedelta(minutes=6)) == 0
    assert RestrictedTask.objects.get().alerted_at is None

    settings.EMAIL_BACKEND = memory
    assert alert_overdue(FRIDAY + timedelta(minutes=6)) == 1
    assert len(mailoutbox) == 1


def test_a_repeat_carries_the_same_message_id_and_another_person_gets_another(
    event: SubmittedEvent,
    officer: User,
    now: datetime,
    settings: Any,
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Programme <no-reply@programme.example>"
    colleague = builders.a_user(email="val@programme.invalid", name="Val Vigilance", is_staff=True)
    colleague.groups.set(officer.groups.all())
    submit(replace(event, answers={**event.answers, "adverse_event": "yes"}))
    task = RestrictedTask.objects.get()
    alert(task_id=task.pk, now=now)
    RestrictedTask.objects.update(alerted_at=None)

    alert(task_id=task.pk, now=now)

    ids = {(mail.to[0], mail.message()["Message-ID"]) for mail in mailoutbox}
    assert len(mailoutbox) == 4
    assert {address for address, _ in ids} == {officer.email, colleague.email}
    assert len({message_id for _, message_id in ids}) == 2
    assert all(message_id.endswith("@programme.example>") for _, message_id in ids)

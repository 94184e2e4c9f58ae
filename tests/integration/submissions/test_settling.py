from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django_tasks_db.models import DBTaskResult

from accounts.deactivation import deactivate_person
from accounts.services import end_membership
from audit.models import AuditEvent
from forms.routing.listeners import notify as tell_listeners
from forms.routing.models import Delivery
from forms.routing.services import reroute, retry
from forms.submissions.models import Submission
from forms.submissions.notifications import GRACE, notify, notify_overdue
from forms.submissions.services import submit
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(complete_draft, member, now) -> Submission:
    made = submit(draft=complete_draft, by=member, revision=complete_draft.revision, now=now)
    DBTaskResult.objects.all().delete()
    return made


def leg_becomes(submission, code, state, now):
    times = {"sent_at": now, "settled_at": now} if state in ("sent", "acknowledged") else {}
    held = {"held_reason": "The gate refused."} if state == "held" else {}
    Delivery.objects.filter(subject_id=submission.pk, partner__code=code).update(state=state, **times, **held)
    tell_listeners(subject_id=submission.pk, now=now)
    submission.refresh_from_db()


def queued_mails():
    return DBTaskResult.objects.filter(task_path="forms.submissions.tasks.notify_submitter").count()


def test_the_submitter_is_told_once_every_leg_is_sent(submission, now):
    leg_becomes(submission, "nurse-service", "sent", now)
    assert (submission.outcome, queued_mails()) == ("", 0)

    leg_becomes(submission, "homecare-one", "sent", now)

    assert (submission.outcome, submission.settled_at, queued_mails()) == ("delivered", now, 1)


def test_the_submitter_is_told_at_once_when_a_leg_fails_for_good(submission, now):
    leg_becomes(submission, "homecare-one", "failed", now)

    assert (submission.outcome, queued_mails()) == ("failed", 1)


def left_the_organisation(member, by, now):
    end_membership(membership=member.memberships.get(), by=by, now=now)


def was_deactivated(member, by, now):
    deactivate_person(user=member, by=by, now=now)


@pytest.mark.parametrize("went", [left_the_organisation, was_deactivated])
def test_a_submitter_who_is_gone_gets_no_mail_and_none_stays_owed(submission, member, now, went):
    leg_becomes(submission, "homecare-one", "failed", now)
    went(member, builders.a_user(email="admin@programme.invalid"), now)

    told = notify(submission_id=submission.pk, now=now)

    assert "has left" in told
    assert mail.outbox == []
    assert notify_overdue(now + GRACE) == 0
    assert AuditEvent.objects.filter(action="submission.submitter_left").count() == 1


def test_a_failed_leg_that_arrives_after_all_is_news_again(submission, now):
    leg_becomes(submission, "homecare-one", "failed", now)
    notify(submission_id=submission.pk, now=now)
    leg_becomes(submission, "nurse-service", "sent", now)
    leg_becomes(submission, "homecare-one", "sent", now + timedelta(hours=1))

    assert (submission.outcome, submission.notified_at, queued_mails()) == ("delivered", None, 2)


def test_a_leg_that_fails_for_good_again_after_a_retry_is_news_again(submission, member, now):
    leg_becomes(submission, "homecare-one", "failed", now)
    notify(submission_id=submission.pk, now=now)

    retry(delivery=Delivery.objects.get(state="failed"), by=member, now=now + timedelta(hours=1))
    submission.refresh_from_db()
    assert (submission.outcome, submission.settled_at, submission.notified_at) == ("", None, None)

    leg_becomes(submission, "homecare-one", "failed", now + timedelta(hours=2))
    notify(submission_id=submission.pk, now=now + timedelta(hours=2))
    assert len(mail.outbox) == 2


def test_what_is_held_or_still_on_its_way_is_no_news(submission, now):
    leg_becomes(submission, "nurse-service", "sent", now)
    leg_becomes(submission, "homecare-one", "held", now)

    assert (submission.outcome, queued_mails()) == ("", 0)


def test_acknowledging_a_delivered_form_is_no_news(submission, now):
    leg_becomes(submission, "nurse-service", "sent", now)
    leg_becomes(submission, "homecare-one", "sent", now)
    leg_becomes(submission, "homecare-one", "acknowledged", now)

    assert queued_mails() == 1


def test_all_legs_cancelled_is_told_as_such(submission, now):
    for code in ("nurse-service", "homecare-one"):
        leg_becomes(submission, code, "cancelled", now)

    assert submission.outcome == "cancelled"
    notify(submission_id=submission.pk, now=now)
    assert "cancelled" in mail.outbox[0].subject


def test_a_subject_that_is_no_submission_is_left_alone(now, db):
    from uuid import uuid4

    tell_listeners(subject_id=uuid4(), now=now)

    assert queued_mails() == 0


def test_the_mail_tells_who_received_it_and_holds_no_answer(submission, now):
    for code in ("nurse-service", "homecare-one"):
        leg_becomes(submission, code, "sent", now)

    notify(submission_id=submission.pk, now=now)

    [sent] = mail.outbox
    # Identifiers and boundaries are drawn at random and may spell anything.
    headers = {
        name: value for name, value in sent.message().items() if name not in ("Message-ID", "Content-Type")
    }
    whole = str(headers) + sent.body + str(sent.alternatives)
    assert sent.to == ["robin@harbour.invalid"]
    assert sent.subject == f"{submission.reference}: sent to everyone"
    for text in ("Nurse Service", "Homecare One", "Sent", f"/registrations/{submission.reference}/"):
        assert text in sent.body
        assert text in sent.alternatives[0][0]
    for answer in ("Ada", "9990000018", "999 000 0018", "1980"):
        assert answer not in whole
    submission.refresh_from_db()
    assert submission.notified_at == now
    assert AuditEvent.objects.get(action="submission.submitter_notified").detail == {
        "reference": submission.reference, "outcome": "delivered"
    }  # fmt: skip


def test_the_mail_says_who_was_replaced_by_whom_instead_of_everyone_has_it(submission, member, now):
    for code in ("nurse-service", "homecare-one"):
        leg_becomes(submission, code, "sent", now)
    notify(submission_id=submission.pk, now=now)
    other = builders.a_partner(submission.programme, role="homecare", code="homecare-two")
    builders.a_destination(other, now=now)
    leg = Delivery.objects.get(subject_id=submission.pk, partner__code="homecare-one")
    reroute(delivery=leg, partner=other, by=member, now=now, reason="The patient moved.")
    leg_becomes(submission, "homecare-two", "sent", now + timedelta(minutes=1))

    notify(submission_id=submission.pk, now=now + timedelta(minutes=2))

    sent = mail.outbox[-1]
    assert sent.subject == f"{submission.reference}: a recipient was replaced"
    for text in (sent.body, sent.alternatives[0][0]):
        assert "One recipient was replaced: from Homecare One to Homecare Two." in text
        assert "Sent, then replaced by Homecare Two" in text
        assert "to everyone who is to receive it." not in text
        assert "Cancelled" not in text


def test_telling_twice_sends_one_mail(submission, now):
    leg_becomes(submission, "homecare-one", "failed", now)

    for _ in range(2):
        notify(submission_id=submission.pk, now=now)

    assert len(mail.outbox) == 1


def test_before_anything_is_settled_nobody_is_told(submission, now):
    assert notify(submission_id=submission.pk, now=now) == "nothing to tell"
    assert mail.outbox == []


def test_the_sweep_tells_what_a_dead_worker_left_and_not_before(submission, now):
    leg_becomes(submission, "homecare-one", "failed", now)

    assert notify_overdue(now) == 0
    assert notify_overdue(now + GRACE) == 1
    assert notify_overdue(now + GRACE) == 0
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_leaves_it_for_the_next_run(submission, now, settings):
    leg_becomes(submission, "homecare-one", "failed", now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert notify_overdue(now + GRACE) == 0
    submission.refresh_from_db()
    assert submission.notified_at is None

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert notify_overdue(now + GRACE) == 1


def test_a_repeat_carries_the_same_message_id(submission, now):
    leg_becomes(submission, "homecare-one", "failed", now)
    notify(submission_id=submission.pk, now=now)
    Submission.objects.update(notified_at=None)
    notify(submission_id=submission.pk, now=now)

    first, second = (one.message()["Message-ID"] for one in mail.outbox)

    assert first == second
    assert isinstance(mail.outbox[0], EmailMultiAlternatives)

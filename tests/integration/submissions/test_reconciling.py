"""News about legs that a listener lost is found again, and what is right is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from forms.routing.models import Delivery
from forms.submissions import reconciling
from forms.submissions.models import Submission
from forms.submissions.periodic import settle_what_was_missed
from forms.submissions.reconciling import settle_missed
from forms.submissions.services import start_draft, submit
from forms.submissions.settling import settle
from tests.integration.submissions.conftest import filled

ANSWER = "Quillon"

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(complete_draft, member, now) -> Submission:
    return submit(draft=complete_draft, by=member, revision=complete_draft.revision, now=now)


def legs_silently_become(submission, now, **states):
    for role, state in states.items():
        sent = {"sent_at": now} if state == "sent" else {"held_reason": "No."} if state == "held" else {}
        Delivery.objects.filter(subject_id=submission.pk, audience=role).update(state=state, **sent)


def stored(submission):
    submission.refresh_from_db()
    return submission.outcome


def queued_mails():
    return DBTaskResult.objects.filter(task_path="forms.submissions.tasks.notify_submitter").count()


@pytest.mark.parametrize(
    ("known", "states", "outcome"),
    [
        ({}, {"nurse": "sent", "homecare": "sent"}, "delivered"),
        ({}, {"nurse": "failed"}, "failed"),
        ({}, {"nurse": "cancelled", "homecare": "cancelled"}, "cancelled"),
        ({"nurse": "failed"}, {"nurse": "queued"}, ""),
        ({"nurse": "failed"}, {"nurse": "sent", "homecare": "sent"}, "delivered"),
        ({"nurse": "sent", "homecare": "sent"}, {"homecare": "failed"}, "failed"),
        ({"nurse": "sent", "homecare": "sent"}, {"homecare": "queued"}, ""),
    ],
)
def test_an_outcome_that_was_missed_is_put_right_and_told(submission, now, known, states, outcome):
    legs_silently_become(submission, now, **known)
    settle(submission.pk, now)
    told = queued_mails()
    legs_silently_become(submission, now, **states)

    assert settle_missed(now + timedelta(minutes=5)) == (1, 0)

    assert stored(submission) == outcome
    assert queued_mails() == told + bool(outcome)


@pytest.mark.parametrize(
    "states",
    [{}, {"nurse": "sent"}, {"nurse": "sent", "homecare": "held"}, {"nurse": "failed"},
     {"nurse": "sent", "homecare": "sent"}],
)  # fmt: skip
def test_an_outcome_that_is_right_is_left_alone(submission, now, states):
    legs_silently_become(submission, now, **states)
    settle(submission.pk, now)

    assert settle_missed(now) == (0, 0)


def test_one_that_cannot_be_settled_leaves_the_others(
    submission, version, organisation, partners, member, now, monkeypatch, caplog
):
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    other_patient = {"number": {"kind": "nhs", "value": "9990000026"}}
    filled(draft, organisation, partners, member, now, patient=other_patient)
    other = submit(draft=draft, by=member, revision=draft.revision, now=now + timedelta(seconds=1))
    Delivery.objects.filter(audience="nurse").update(state="failed")

    def refuse_the_first(subject_id, at):
        if subject_id == submission.pk:
            raise ValueError(ANSWER)
        settle(subject_id, at)

    monkeypatch.setattr(reconciling, "settle", refuse_the_first)

    assert settle_what_was_missed(now) == "1 outcomes put right, 1 failed: the log says where"
    assert (stored(submission), stored(other)) == ("", "failed")
    assert str(submission.pk) in caplog.text
    assert ANSWER not in caplog.text


def test_finding_them_takes_three_queries(submission, now, django_assert_num_queries):
    with django_assert_num_queries(3):
        settle_missed(now)

"""One transaction makes a submission, its documents and its deliveries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from audit.models import AuditEvent
from audit.verification import verify_chain
from directory.models import Destination
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from forms.submissions.reference import parse_reference
from tests.integration.submissions.conftest import filled
from tests.integration.submissions.sending import sent

pytestmark = pytest.mark.django_db


def test_submitting_makes_the_submission_a_document_for_each_and_a_delivery_for_each_partner(
    complete_draft, member, now, partners
):
    submission = sent(complete_draft, member, now)

    assert parse_reference(submission.reference) == submission.reference
    assert submission.reference.startswith("EC-")
    documents = Document.objects.filter(subject_id=submission.pk)
    assert {(one.audience, one.partner and one.partner.code) for one in documents} == {
        ("nurse", "nurse-service"), ("homecare", "homecare-one"), ("team", None)
    }  # fmt: skip
    assert {one.partner.code for one in Delivery.objects.filter(subject_id=submission.pk)} == {
        "nurse-service", "homecare-one"
    }  # fmt: skip
    assert DBTaskResult.objects.count() == 2
    assert verify_chain().holds


def test_nothing_is_drawn_or_sent_inside(complete_draft, member, now):
    sent(complete_draft, member, now)

    assert set(Document.objects.values_list("state", flat=True)) == {"pending"}
    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 0)}


def test_the_draft_is_closed_and_its_answers_live_on_in_the_submission_only(complete_draft, member, now):
    submission = sent(complete_draft, member, now)

    draft = Draft.objects.get(pk=complete_draft.pk)
    assert (draft.state, bytes(draft.work_sealed)) == ("submitted", b"")
    assert submission.answers["name"] == "Ada"
    assert b"Ada" not in bytes(submission.answers_sealed)


def test_submitting_is_audited_without_an_answer(complete_draft, member, now):
    submission = sent(complete_draft, member, now)

    event = AuditEvent.objects.get(action="submission.submitted")
    assert event.detail["reference"] == submission.reference
    assert event.detail["partners"] == ["nurse-service", "homecare-one"]
    assert "Ada" not in str(event.detail)
    assert event.actor == str(member.pk)


def test_submitting_twice_makes_one_submission(complete_draft, member, now):
    first = sent(complete_draft, member, now)

    second = sent(complete_draft, member, now + timedelta(seconds=1))

    assert second.pk == first.pk
    assert Submission.objects.count() == 1
    assert Delivery.objects.count() == 2


def test_the_destination_is_frozen_as_it_was(complete_draft, member, now, partners):
    submission = sent(complete_draft, member, now)
    Destination.objects.update(address="elsewhere")

    leg = Delivery.objects.get(subject_id=submission.pk, partner=partners[0])

    assert leg.destination["address"] == "nurse-service"


def test_a_soft_problem_does_not_stop_the_sending(draft, organisation, partners, member, now):
    filled(draft, organisation, partners, member, now, patient={"name": "Soft"})

    assert sent(draft, member, now).pk


def test_hidden_answers_leave_the_data(draft, organisation, partners, member, now):
    filled(
        draft, organisation, partners, member, now,
        services={"services": ["nurse"]}, delivery={"notes": "secret", "notes_adverse_event": "no"},
    )  # fmt: skip

    submission = sent(draft, member, now)

    assert set(submission.answers) == {"organisation", "name", "born", "number", "services", "declaration"}
    assert not Delivery.objects.filter(partner=partners[1]).exists()
    assert "secret" not in str([document.content for document in Document.objects.all()])

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.models import Membership
from audit.models import AuditEvent
from audit.verification import verify_chain
from directory.models import Destination, Partner
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.legs import LegRefused, NoDestination
from forms.submissions.models import Draft, Submission
from forms.submissions.reference import parse_reference
from forms.submissions.services import (
    AnswersInvalid,
    ChangedSinceChecked,
    DraftClosed,
    NotTheOwner,
    ProbableDuplicate,
    discard_draft,
    save_step,
    start_draft,
    submit,
)
from programme.models import SafetyRecord
from tests import builders
from tests.integration.submissions.conftest import filled

pytestmark = pytest.mark.django_db


def sent(draft, member, now, **values):
    return submit(**{"draft": draft, "by": member, "revision": draft.revision, "now": now, **values})


def nothing_was_sent(draft):
    return (
        not Submission.objects.exists()
        and not Document.objects.exists()
        and not Delivery.objects.exists()
        and not DBTaskResult.objects.exists()
        and Draft.objects.get(pk=draft.pk).state == "open"
        and Draft.objects.get(pk=draft.pk).work["answers"]["name"]
        and not AuditEvent.objects.filter(action="submission.submitted").exists()
    )


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


def test_a_failing_kind_rolls_everything_back(draft, organisation, partners, member, now):
    filled(draft, organisation, partners, member, now, patient={"name": "Explode"})

    with pytest.raises(RuntimeError, match="last moment"):
        sent(draft, member, now)

    assert nothing_was_sent(draft)


def test_answers_that_changed_after_the_check_are_not_sent(complete_draft, member, now):
    seen = complete_draft.revision
    save_step(
        draft=complete_draft, step_key="confirm", answers={"declaration": True}, by=member,
        revision=seen, now=now,
    )  # fmt: skip

    with pytest.raises(ChangedSinceChecked):
        sent(complete_draft, member, now, revision=seen)

    assert nothing_was_sent(complete_draft)


def test_an_unfinished_draft_is_not_sent(draft, member, now):
    save_step(
        draft=draft, step_key="patient", answers={"name": "Ada"}, by=member, revision=0, now=now
    )  # fmt: skip

    with pytest.raises(AnswersInvalid) as refusal:
        sent(draft, member, now)

    assert [problem.step for problem in refusal.value.problems] == ["who", "patient", "services", "confirm"]
    assert nothing_was_sent(draft)


@pytest.mark.parametrize(
    ("step_key", "wrong", "field"),
    [
        ("patient", {"number": {"kind": "nhs", "value": "9990000019"}}, "number"),
        ("patient", {"born": "2026-02-31"}, ""),
        ("patient", {"name": "x" * 5000}, "name"),
        ("patient", {"name": "Hard"}, "name"),
        ("services", {"provider": {"id": "00000000-0000-0000-0000-000000000000", "label": "?"}}, "provider"),
        (
            "who",
            {"organisation": {"id": "00000000-0000-0000-0000-000000000000", "label": "?"}},
            "organisation",
        ),
    ],
)
def test_what_was_saved_is_checked_again(draft, organisation, partners, member, now, step_key, wrong, field):
    filled(draft, organisation, partners, member, now, **{step_key: wrong})

    with pytest.raises(AnswersInvalid) as refusal:
        sent(draft, member, now)

    assert (step_key, field) in {(problem.step, problem.field) for problem in refusal.value.problems}
    assert nothing_was_sent(draft)


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


def test_a_partner_that_stopped_taking_registrations_is_refused(complete_draft, member, now, partners):
    Partner.objects.filter(pk=partners[1].pk).update(available_until=now.date() - timedelta(days=1))

    with pytest.raises(AnswersInvalid) as refusal:
        sent(complete_draft, member, now)

    assert [problem.field for problem in refusal.value.problems] == ["provider"]


def test_no_service_is_refused_when_nobody_of_its_role_is_on_offer(complete_draft, member, now, partners):
    Partner.objects.filter(pk=partners[0].pk).update(available_until=now.date() - timedelta(days=1))

    with pytest.raises(NoDestination, match="Nurse service"):
        sent(complete_draft, member, now)

    assert nothing_was_sent(complete_draft)


def test_a_partner_without_an_address_is_refused_and_named(complete_draft, member, now, partners):
    Destination.objects.filter(partner=partners[1]).delete()

    with pytest.raises(NoDestination, match="Homecare One has no approved address"):
        sent(complete_draft, member, now)

    assert nothing_was_sent(complete_draft)


def test_a_leg_the_gate_refuses_is_not_sent(complete_draft, member, now, settings, organisation):
    settings.DEMO_MISSING_AGREEMENTS = {(organisation.ods_code, "nurse-service")}

    with pytest.raises(LegRefused, match="no service level agreement"):
        sent(complete_draft, member, now)

    assert nothing_was_sent(complete_draft)


@pytest.mark.parametrize("record", ["placeholder", "missing"])
def test_production_sends_nothing_while_a_safety_record_is_not_complete(
    complete_draft, member, now, settings, record
):
    settings.REFUSE_PLACEHOLDERS = True
    SafetyRecord.objects.update(is_placeholder=False)
    one = SafetyRecord.objects.filter(kind="privacy_notice")
    one.update(is_placeholder=True) if record == "placeholder" else one.delete()

    with pytest.raises(LegRefused, match="safety information is not complete"):
        sent(complete_draft, member, now)

    assert nothing_was_sent(complete_draft)


def test_production_sends_with_complete_safety_records(complete_draft, member, now, settings):
    settings.REFUSE_PLACEHOLDERS = True
    SafetyRecord.objects.update(is_placeholder=False)

    assert sent(complete_draft, member, now).pk


def test_without_a_gate_nothing_passes(complete_draft, member, now, settings):
    settings.REGISTRATION_GATE = ""

    with pytest.raises(AnswersInvalid):
        sent(complete_draft, member, now)

    assert nothing_was_sent(complete_draft)


def test_a_draft_of_somebody_else_is_not_sent(complete_draft, stranger, now):
    with pytest.raises(NotTheOwner):
        sent(complete_draft, stranger, now)

    assert nothing_was_sent(complete_draft)


def test_a_person_who_left_the_organisation_does_not_send(complete_draft, member, now):
    Membership.objects.update(ended_at=now)
    del member._person

    with pytest.raises(NotTheOwner):
        sent(complete_draft, member, now)

    assert nothing_was_sent(complete_draft)


def test_an_expired_or_discarded_draft_is_not_sent(complete_draft, member, now):
    with pytest.raises(DraftClosed):
        sent(complete_draft, member, complete_draft.expires_at)
    discard_draft(draft=complete_draft, by=member, now=now)

    with pytest.raises(DraftClosed):
        sent(complete_draft, member, now)


def test_a_probable_duplicate_in_the_own_organisation_asks_first(
    complete_draft, version, organisation, partners, member, now, kind
):
    first = sent(complete_draft, member, now)
    second = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    filled(second, organisation, partners, member, now, patient={"name": "Another Name"})

    with pytest.raises(ProbableDuplicate) as warning:
        sent(second, member, now)
    assert [one.reference for one in warning.value.earlier] == [first.reference]
    assert Submission.objects.count() == 1

    assert sent(second, member, now, accept_duplicate=True).pk != first.pk
    assert kind.events[-1].matches == ()


def test_a_match_in_another_organisation_is_told_to_the_kind_and_to_nobody_else(
    complete_draft, version, programme, partners, member, now, kind
):
    first = sent(complete_draft, member, now)
    other = builders.an_organisation(programme, ods_code="ZZ007", name="Marram Coast Hospitals NHS Trust")
    colleague = builders.a_member(other, now=now, email="sol@marram.invalid")
    theirs = start_draft(form_version=version, organisation=other, owner=colleague, now=now)
    filled(theirs, other, partners, colleague, now)

    second = sent(theirs, colleague, now)

    assert kind.events[-1].matches == (first.reference,)
    assert kind.events[-1].reference == second.reference
    assert first.reference not in str(
        AuditEvent.objects.filter(subject_id=str(second.pk)).values_list("detail", flat=True)
    )


def test_a_match_elsewhere_costs_the_same_queries_as_none(
    complete_draft, version, programme, partners, member, now
):
    other = builders.an_organisation(programme, ods_code="ZZ007", name="Marram Coast Hospitals NHS Trust")
    colleague = builders.a_member(other, now=now, email="sol@marram.invalid")
    costs = []
    for number in ("9990000026", "9990000018"):
        theirs = start_draft(form_version=version, organisation=other, owner=colleague, now=now)
        numbered = {"number": {"kind": "nhs", "value": number}}
        filled(theirs, other, partners, colleague, now, patient=numbered)
        if number == "9990000018":
            sent(complete_draft, member, now)
        with CaptureQueriesContext(connection) as captured:
            sent(theirs, colleague, now)
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_the_index_of_a_patient_differs_between_programmes(complete_draft, member, now):
    submission = sent(complete_draft, member, now)

    assert len(submission.identity_index) == 64
    assert "9990000018" not in submission.identity_index

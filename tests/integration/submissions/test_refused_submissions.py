"""What is not sent, and leaves the draft as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Membership
from directory.models import Destination, Partner
from forms.submissions.legs import NoDestination
from forms.submissions.refusals import LegRefused
from forms.submissions.services import (
    AnswersInvalid,
    ChangedSinceChecked,
    DraftClosed,
    NotTheOwner,
    discard_draft,
    save_step,
)
from programme.models import SafetyRecord
from tests.integration.submissions.conftest import filled
from tests.integration.submissions.sending import nothing_was_sent, sent

pytestmark = pytest.mark.django_db


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
    settings.MISSING_AGREEMENTS = {(organisation.ods_code, "nurse-service")}

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

    with pytest.raises(LegRefused, match="not set up on this site"):
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

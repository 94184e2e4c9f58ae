"""Drafts are given to colleagues, where their kind shares them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from forms.submissions.models import Draft
from forms.submissions.services import (
    DraftClosed,
    NotAColleague,
    NotTheOwner,
    hand_over_draft,
    save_step,
)
from tests.builders import a_member
from tests.integration.submissions.conftest import sign_in
from tests.integration.submissions.other_kinds.elsewhere import url
from tests.integration.submissions.sending import sent

pytestmark = pytest.mark.django_db


def test_the_owner_gives_a_draft_to_a_colleague(client, other_ready, member, colleague):
    hand_over_draft(draft=other_ready, to=colleague, by=member, now=timezone.now())

    assert sign_in(client, colleague).get(url("check", other_ready)).status_code == 200
    assert sign_in(client, member).get(url("check", other_ready)).status_code == 404
    event = AuditEvent.objects.get(action="draft.handed_over")
    assert event.actor == str(member.pk)
    assert (event.detail["owner_before"], event.detail["owner"]) == (str(member.pk), str(colleague.pk))


def test_a_colleague_takes_over_a_shared_draft_and_sends_it(other_ready, colleague):
    taken = hand_over_draft(draft=other_ready, to=colleague, by=colleague, now=timezone.now())

    assert sent(taken, colleague, timezone.now()).submitted_by == colleague
    assert AuditEvent.objects.get(action="draft.handed_over").actor == str(colleague.pk)


def test_taking_over_twice_is_taking_over_once(other_ready, colleague):
    for _ in range(2):
        hand_over_draft(draft=other_ready, to=colleague, by=colleague, now=timezone.now())

    assert AuditEvent.objects.filter(action="draft.handed_over").count() == 1


def test_nobody_takes_over_a_registration(ready_draft, colleague):
    with pytest.raises(NotTheOwner):
        hand_over_draft(draft=ready_draft, to=colleague, by=colleague, now=timezone.now())

    assert Draft.objects.get().owner_id == ready_draft.owner_id


def test_a_third_person_hands_over_nothing(other_ready, member, colleague, organisation, now):
    third = a_member(organisation, now=now, email="third@harbour.invalid")

    with pytest.raises(NotTheOwner):
        hand_over_draft(draft=other_ready, to=colleague, by=third, now=timezone.now())


@pytest.mark.parametrize("role", ["signatory", "stranger", "left"])
def test_only_a_member_receives_one(other_ready, member, stranger, organisation, now, role):
    receiver = stranger
    if role != "stranger":
        receiver = a_member(
            organisation, now=now, role="signatory" if role == "signatory" else "member",
            email="other@harbour.invalid",
        )  # fmt: skip
    if role == "left":
        receiver.memberships.update(ended_at=now)

    for by in (member, receiver):
        with pytest.raises(NotAColleague):
            hand_over_draft(draft=other_ready, to=receiver, by=by, now=timezone.now())
    assert Draft.objects.get().owner_id == member.pk


def test_a_closed_draft_stays_where_it_is(other_ready, member, colleague):
    sent(other_ready, member, timezone.now())

    with pytest.raises(DraftClosed):
        hand_over_draft(draft=other_ready, to=colleague, by=member, now=timezone.now())


def test_a_page_the_earlier_owner_still_has_open_saves_nothing(other_ready, member, colleague):
    stale = Draft.objects.get(pk=other_ready.pk)
    hand_over_draft(draft=other_ready, to=colleague, by=colleague, now=timezone.now())

    with pytest.raises(NotTheOwner):
        save_step(
            draft=stale, step_key="first", answers={"name": "Mallory"}, by=member,
            revision=stale.revision, now=timezone.now(),
        )  # fmt: skip

    assert Draft.objects.get().work["answers"]["name"] == "Ada"

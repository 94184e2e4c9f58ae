"""Additive changes take one approval, critical ones two, on every road to publishing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from approvals.models import Approval
from audit.models import AuditEvent, ChainHead
from forms.definitions.models import Form, FormVersion, Publication
from forms.definitions.services import (
    CutOffPassed,
    NotApproved,
    SecondRefused,
    approve_second,
    publish,
    save_draft,
    waiting_publication,
)
from tests.integration.definitions.publishing import reworded, waits

pytestmark = pytest.mark.django_db


class TestTwoApprovals:
    def test_the_first_publication_of_a_form_waits_for_a_second_person(
        self, a_saved_form, approver, second_approver, now
    ):
        waiting = waits(a_saved_form, approver, now)
        assert not FormVersion.objects.exists()
        assert not Form.objects.get().live

        version = approve_second(approval=waiting.second_approval, by=second_approver, now=now)

        assert version.number == 1
        assert Form.objects.get().live
        assert version.published_by == approver

    def test_an_additive_change_takes_one_approval(self, a_changed_form, approver, now):
        version = publish(form=a_changed_form, revision=a_changed_form.latest_revision, by=approver, now=now)

        assert version.number == 2
        assert not Publication.objects.get(version=version).critical

    def test_widening_a_disclosure_waits_and_the_live_version_stays(self, a_critical_draft, approver, now):
        waits(a_critical_draft, approver, now)

        assert FormVersion.objects.count() == 1

    def test_both_approvers_and_the_changes_are_on_record(
        self, a_critical_draft, approver, second_approver, now
    ):
        waiting = waits(a_critical_draft, approver, now)
        version = approve_second(approval=waiting.second_approval, by=second_approver, now=now)

        kept = Publication.objects.get(version=version)
        assert kept.first_approval.decided_by_id == approver.pk
        assert kept.second_approval.decided_by_id == second_approver.pk
        event = AuditEvent.objects.filter(action="form.published").last()
        assert event.detail["approved_by"] == str(approver.pk)
        assert event.detail["approved_second_by"] == str(second_approver.pk)
        assert any("Homecare provider: shared always" in one for one in event.detail["changes"])

    @pytest.mark.parametrize("who", ["editor", "approver"])
    def test_neither_author_nor_first_approver_gives_the_second(
        self, a_critical_draft, editor, approver, second_approver, now, who
    ):
        person = {"editor": editor, "approver": approver}[who]
        person.groups.add(*second_approver.groups.all())
        waiting = waits(a_critical_draft, approver, now)

        with pytest.raises(SecondRefused):
            approve_second(approval=waiting.second_approval, by=person, now=now)

        assert FormVersion.objects.count() == 1
        assert waiting_publication(a_critical_draft) is not None

    def test_the_second_approval_takes_a_right_of_its_own(
        self, a_critical_draft, approver, second_editor, now
    ):
        waiting = waits(a_critical_draft, approver, now)

        with pytest.raises(SecondRefused, match="a right of its own"):
            approve_second(approval=waiting.second_approval, by=second_editor, now=now)

    def test_publishing_once_more_is_no_second_approval(self, a_critical_draft, approver, now):
        waits(a_critical_draft, approver, now)

        waits(a_critical_draft, approver, now)

        assert Publication.objects.filter(version=None).count() == 1

    def test_whoever_holds_both_rights_gives_the_second_by_publishing(
        self, a_critical_draft, groups, approver, second_approver, now
    ):
        second_approver.groups.add(groups[1])
        waits(a_critical_draft, approver, now)

        version = publish(
            form=a_critical_draft, revision=a_critical_draft.latest_revision, by=second_approver, now=now
        )

        assert version.number == 2

    def test_a_newer_draft_takes_the_place_of_what_waits(
        self, a_critical_draft, editor, approver, second_approver, now
    ):
        first = waits(a_critical_draft, approver, now)
        form = reworded(a_critical_draft, editor, now)

        second = waits(form, approver, now)

        first.second_approval.refresh_from_db()
        assert first.second_approval.state == Approval.State.WITHDRAWN
        with pytest.raises(SecondRefused, match="asked for any more"):
            approve_second(approval=first.second_approval, by=second_approver, now=now)
        assert approve_second(approval=second.second_approval, by=second_approver, now=now).number == 2

    def test_what_was_sent_back_is_not_published(
        self, a_critical_draft, approver, second_approver, now, client
    ):
        waiting = waits(a_critical_draft, approver, now)
        client.force_login(second_approver)

        client.post(
            reverse("approvals:send_back", args=[waiting.second_approval_id]), {"comment": "Ask the DPO."}
        )

        assert waiting_publication(a_critical_draft) is None
        assert FormVersion.objects.count() == 1

    def test_a_second_approval_leaves_nothing_when_its_audit_fails(
        self, a_critical_draft, approver, second_approver, now
    ):
        waiting = waits(a_critical_draft, approver, now)
        ChainHead.objects.update(sequence=0)  # the next event takes a number that exists

        with pytest.raises(DatabaseError), transaction.atomic():
            approve_second(approval=waiting.second_approval, by=second_approver, now=now)

        assert FormVersion.objects.count() == 1
        assert waiting_publication(a_critical_draft) is not None


class TestScheduling:
    @pytest.fixture
    def scheduled(self, a_critical_draft, editor, now):
        a_critical_draft.go_live_at = timezone.now() + timedelta(days=1)
        save_draft(form=a_critical_draft, by=editor, now=now)
        return a_critical_draft

    def due(self, form):
        revision = form.latest_revision
        revision.refresh_from_db()
        revision.content["go_live_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
        revision.save()
        return revision

    def test_a_critical_change_is_scheduled_by_the_second_approval_only(
        self, scheduled, approver, second_approver
    ):
        now = timezone.now()
        waiting = waits(scheduled, approver, now)
        assert not scheduled.revisions.filter(approved_go_live_at__isnull=False).exists()

        assert approve_second(approval=waiting.second_approval, by=second_approver, now=now) is None

        assert scheduled.revisions.filter(approved_go_live_at__isnull=False).exists()
        self.due(scheduled).publish()
        assert FormVersion.objects.count() == 2

    def test_what_is_due_without_its_second_approval_does_not_go_live(self, scheduled, approver):
        waits(scheduled, approver, timezone.now())

        with pytest.raises(NotApproved):
            self.due(scheduled).publish()

        assert FormVersion.objects.count() == 1


def test_a_date_for_open_drafts_that_is_over_before_the_version_is_live_is_refused(
    a_changed_form, editor, approver, now
):
    a_changed_form.drafts_until = now - timedelta(days=1)
    save_draft(form=a_changed_form, by=editor, now=now)

    with pytest.raises(CutOffPassed):
        publish(form=a_changed_form, revision=a_changed_form.latest_revision, by=approver, now=now)

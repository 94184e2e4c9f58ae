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
    AwaitsSecondApproval,
    CutOffPassed,
    NotApproved,
    SecondRefused,
    approve_second,
    ensure_workflow,
    publish,
    save_draft,
    waiting_publication,
)
from tests import builders
from tests.integration.definitions.posting import posted_form
from tests.integration.definitions.publishing import published, reworded
from tests.integration.definitions.test_admin import edit, url

pytestmark = pytest.mark.django_db


def shared_with_more(form, by, now):
    """Save a draft in which the homecare provider receives what was withheld from it."""
    form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    row = form.steps[0].value["fields"][0].value["disclosures"][1]
    row["decision"], row["purpose"] = "share", "To deliver"
    save_draft(form=form, by=by, now=now)
    return form


def waits(form, by, now):
    with pytest.raises(AwaitsSecondApproval):
        publish(form=form, revision=form.latest_revision, by=by, now=now)
    waiting = waiting_publication(form)
    assert waiting is not None
    return waiting


@pytest.fixture
def a_critical_draft(a_saved_form, editor, approver, now):
    published(a_saved_form, approver, now)
    return shared_with_more(a_saved_form, editor, now)


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


class TestInTheAdmin:
    def test_the_button_says_that_it_waits_and_the_pages_show_it(self, client, a_critical_draft, approver):
        response = edit(client, approver, a_critical_draft, **{"action-publish": "1"})

        assert "Waiting for a second approval" in response.text
        assert "wait for a second approval" in client.get(url("edit", a_critical_draft.pk)).text
        assert "wait for a second approval" in client.get(url("versions", a_critical_draft.pk)).text

    def test_a_workflow_waits_too(self, client, groups, a_critical_draft, editor, approver, second_approver):
        ensure_workflow()
        edit(client, editor, a_critical_draft, **{"action-submit": "1"})
        task = Form.objects.get(pk=a_critical_draft.pk).current_workflow_task_state
        client.force_login(approver)

        response = client.post(
            url("workflow_action", a_critical_draft.pk, "approve", task.pk), {"comment": ""}, follow=True
        )

        assert "Waiting for a second approval" in response.text
        assert FormVersion.objects.count() == 1
        self.approve(client, a_critical_draft, second_approver)
        assert FormVersion.objects.count() == 2

    def approve(self, client, form, person):
        client.force_login(person)
        page = client.get(url("changes", form.pk))
        waiting = page.context["waiting"]
        return client.post(url("approve_second", form.pk), {"publication": str(waiting.pk)}, follow=True)

    def test_the_second_person_reads_the_changes_and_publishes_by_a_click(
        self, client, a_critical_draft, approver, second_approver, now
    ):
        waits(a_critical_draft, approver, now)
        client.force_login(second_approver)
        shown = client.get(url("inspect", a_critical_draft.pk)).text
        assert "Critical changes wait for a second approval" in shown
        assert url("changes", a_critical_draft.pk) in shown

        response = self.approve(client, a_critical_draft, second_approver)

        assert "Version 2 of “Enquiry” is live." in response.text
        assert "Cora" in response.text

    def test_the_list_of_approvals_decides_it_as_well(
        self, client, a_critical_draft, approver, second_approver, now
    ):
        waiting = waits(a_critical_draft, approver, now)
        client.force_login(second_approver)

        page = client.get(reverse("approvals:inspect", args=[waiting.second_approval_id]))
        assert "Homecare provider: shared always; it was withheld." in page.text
        client.post(reverse("approvals:approve", args=[waiting.second_approval_id]))

        assert FormVersion.objects.count() == 2

    def test_what_was_replaced_since_the_page_was_read_is_not_approved(
        self, client, a_critical_draft, editor, approver, second_approver, now
    ):
        first = waits(a_critical_draft, approver, now)
        waits(reworded(a_critical_draft, editor, now), approver, now)
        client.force_login(second_approver)

        response = client.post(
            url("approve_second", a_critical_draft.pk), {"publication": str(first.pk)}, follow=True
        )

        assert "Read it again." in response.text
        assert FormVersion.objects.count() == 1

    def test_nobody_without_the_right_approves(self, client, a_critical_draft, approver, now):
        waiting = waits(a_critical_draft, approver, now)
        client.force_login(approver)

        client.post(url("approve_second", a_critical_draft.pk), {"publication": str(waiting.pk)})

        assert FormVersion.objects.count() == 1

    def test_two_editors_at_once_the_second_is_told_and_loses_nothing(
        self, client, a_saved_form, editor, second_editor
    ):
        client.force_login(second_editor)
        page = client.get(url("edit", a_saved_form.pk))
        loaded = {
            "loaded_revision_id": str(a_saved_form.latest_revision_id),
            "loaded_revision_created_at": page.context["loaded_revision_created_at"],
        }
        edit(client, editor, a_saved_form, title="Edith’s title")
        client.force_login(second_editor)
        mine = posted_form(a_saved_form, title="Edwin’s title", **loaded)

        told = client.post(url("edit", a_saved_form.pk), mine)

        assert "Edith saved this form while you had it open." in told.text
        assert told.context["form"]["title"].value() == "Edwin’s title"
        assert Form.objects.get().get_latest_revision_as_object().title == "Edith’s title"
        latest = Form.objects.get().latest_revision_id
        mine["loaded_revision_id"] = str(latest)
        mine["loaded_revision_created_at"] = told.context["loaded_revision_created_at"]
        client.post(url("edit", a_saved_form.pk), mine)
        assert Form.objects.get().get_latest_revision_as_object().title == "Edwin’s title"


def test_a_date_for_open_drafts_that_is_over_before_the_version_is_live_is_refused(
    a_changed_form, editor, approver, now
):
    a_changed_form.drafts_until = now - timedelta(days=1)
    save_draft(form=a_changed_form, by=editor, now=now)

    with pytest.raises(CutOffPassed):
        publish(form=a_changed_form, revision=a_changed_form.latest_revision, by=approver, now=now)


def test_people_of_another_programme_approve_nothing_here(
    client, a_critical_draft, approver, now, monkeypatch
):
    from programme import reach

    waiting = waits(a_critical_draft, approver, now)
    stranger = builders.a_user(email="strange@example.invalid", is_staff=True)
    stranger.is_superuser = True
    stranger.save()
    monkeypatch.setattr(reach, "_supplied", [lambda user: type(a_critical_draft.programme).objects.none()])
    client.force_login(stranger)

    assert client.get(url("changes", a_critical_draft.pk)).status_code == 404
    assert client.post(url("approve_second", a_critical_draft.pk)).status_code == 404
    assert client.post(reverse("approvals:approve", args=[waiting.second_approval_id])).status_code == 404

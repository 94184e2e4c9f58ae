"""Save drafts and publish them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from approvals.models import Approval
from audit.models import AuditEvent, ChainHead
from forms.definitions.compile import CompileFailed
from forms.definitions.models import Form, FormVersion
from forms.definitions.services import (
    ApproverIsAuthor,
    AuthorUnknown,
    publish,
    save_draft,
)
from forms.definitions.versions import spec_of
from tests.integration.definitions.publishing import published, reworded
from tests.two_approvers import a_second_approver
from tests.unit.definitions_compile.examples import a_form, question, step, with_questions

pytestmark = pytest.mark.django_db


class TestSaving:
    def test_a_draft_is_saved_however_incomplete(self, programme, editor, now):
        form = a_form([step("", question("radios", "", label=""))], [], programme=programme, intro="")

        revision = save_draft(form=form, by=editor, now=now)

        assert revision.user == editor
        assert not form.live
        assert AuditEvent.objects.get().action == "form.saved"

    def test_empty_keys_are_made_from_the_labels_at_the_first_save(self, programme, editor, now):
        asked = [
            question("short_text", "", label="Given name(s)"),
            question("short_text", "", label="Given name(s)"),
            question("radios", "", label="1st day?", options=[{"label": "On Monday", "value": ""}]),
            question("short_text", "", label="日"),
        ]

        form = a_form([step("", *asked, title="The patient")], programme=programme)
        save_draft(form=form, by=editor, now=now)

        value = form.steps[0].value
        assert value["key"] == "the_patient"
        assert [one.value["key"] for one in value["fields"]] == [
            "given_name_s", "given_name_s_2", "question_1st_day", "question",
        ]  # fmt: skip
        assert value["fields"][2].value["options"][0]["value"] == "on_monday"

    def test_relabelling_keeps_the_key(self, a_saved_form, editor, now):
        form = reworded(a_saved_form, editor, now)

        assert form.latest_revision.as_object().steps[0].value["fields"][0].value["key"] == "surname"

    def test_a_new_question_never_gets_the_key_of_a_published_one(self, a_saved_form, editor, approver, now):
        published(a_saved_form, approver, now)
        steps = a_saved_form.steps.get_prep_value()
        steps[0]["value"]["fields"][2] = question("date", "", label="Visit")
        a_saved_form.steps = steps

        save_draft(form=a_saved_form, by=editor, now=now)

        assert a_saved_form.steps[0].value["fields"][2].value["key"] == "visit_2"


class TestPublishing:
    def test_publishing_makes_the_first_version_approved_by_the_publisher_and_a_second_person(
        self, a_saved_form, editor, approver, now
    ):
        version = published(a_saved_form, approver, now)

        assert version.number == 1
        assert version.published_by == approver
        assert version.published_at == now
        assert spec_of(version).field("surname")
        first, second = Approval.objects.order_by("pk"), a_second_approver()
        assert set(first.values_list("author_id", "decided_by_id")) == {
            (editor.pk, approver.pk),
            (editor.pk, second.pk),
        }
        assert {approval.subject_sha256 for approval in first} == {version.sha256}
        assert a_saved_form.live
        actions = set(AuditEvent.objects.values_list("action", flat=True))
        assert {"form.saved", "approval.requested", "approval.approved", "form.published"} <= actions

    def test_the_author_cannot_publish(self, a_saved_form, editor, now):
        with pytest.raises(ApproverIsAuthor):
            published(a_saved_form, editor, now)

        assert not FormVersion.objects.exists()
        assert not Approval.objects.exists()
        assert not Form.objects.get().live

    def test_a_superuser_cannot_publish_their_own_form(self, a_saved_form, editor, now):
        editor.is_superuser = True
        editor.save()

        with pytest.raises(ApproverIsAuthor):
            published(a_saved_form, editor, now)

    def test_an_earlier_author_cannot_publish_what_a_colleague_saved_last(
        self, a_saved_form, editor, second_editor, now
    ):
        form = reworded(a_saved_form, second_editor, now)

        with pytest.raises(ApproverIsAuthor):
            published(form, editor, now)

    def test_saving_without_a_change_makes_nobody_an_author(self, a_saved_form, editor, approver, now):
        save_draft(form=a_saved_form, by=approver, now=now)

        assert published(a_saved_form, approver, now).number == 1

    def test_saving_without_a_change_does_not_hide_the_author(self, a_saved_form, editor, second_editor, now):
        save_draft(form=a_saved_form, by=second_editor, now=now)

        with pytest.raises(ApproverIsAuthor):
            published(a_saved_form, editor, now)

    def test_going_back_undoes_the_authorship_of_what_came_between(self, a_saved_form, editor, approver, now):
        before = a_saved_form.latest_revision
        reworded(a_saved_form, approver, now)
        form = before.as_object()
        save_draft(form=form, by=editor, now=now)

        assert published(form, approver, now).number == 1

    def test_authors_of_an_earlier_version_may_publish_the_next(
        self, a_saved_form, editor, approver, second_editor, now
    ):
        published(a_saved_form, approver, now)
        form = reworded(a_saved_form, second_editor, now)

        assert published(form, editor, now).number == 2

    def test_a_draft_that_nobody_is_known_to_have_written_is_refused(self, programme, approver):
        form = a_form(programme=programme)
        form.save()
        revision = form.save_revision()

        with pytest.raises(AuthorUnknown):
            publish(form=form, revision=revision, by=approver, now=timezone.now())

    def test_a_form_that_does_not_compile_is_not_published(self, programme, editor, approver, now):
        form = a_form([], programme=programme)
        save_draft(form=form, by=editor, now=now)

        with pytest.raises(CompileFailed):
            published(form, approver, now)

        assert not FormVersion.objects.exists()
        assert not Approval.objects.exists()
        assert not Form.objects.get().live

    def test_publishing_leaves_nothing_when_its_audit_fails(self, a_saved_form, approver, now):
        ChainHead.objects.update(sequence=0)  # the next event takes a number that exists

        with pytest.raises(DatabaseError), transaction.atomic():
            published(a_saved_form, approver, now)

        assert not FormVersion.objects.exists()
        assert not Approval.objects.exists()
        assert not Form.objects.get().live

    def test_republishing_without_a_change_makes_no_new_version(self, a_saved_form, editor, approver, now):
        first = published(a_saved_form, approver, now)
        save_draft(form=a_saved_form, by=editor, now=now)

        assert published(a_saved_form, approver, now) == first
        assert FormVersion.objects.count() == 1

    def test_relabelling_makes_a_new_version_with_the_same_key(self, a_saved_form, editor, approver, now):
        published(a_saved_form, approver, now)

        second = published(reworded(a_saved_form, editor, now), approver, now)

        assert second.number == 2
        assert spec_of(second).field("surname").label == "Family name"

    def test_a_key_published_once_cannot_come_back_with_another_type(self, programme, editor, approver, now):
        form = with_questions(question("phone", "contact"))
        form.programme = programme
        save_draft(form=form, by=editor, now=now)
        published(form, approver, now)
        form.steps = [step("only", question("short_text", "surname"))]
        save_draft(form=form, by=editor, now=now)
        published(form, approver, now)
        form.steps = [step("only", question("short_text", "surname"), question("email", "contact"))]
        save_draft(form=form, by=editor, now=now)

        with pytest.raises(CompileFailed, match="Key reused"):
            published(form, approver, now)


def test_the_audit_trail_names_the_version(a_saved_form, approver, now):
    version = published(a_saved_form, approver, now)

    event = AuditEvent.objects.get(action="form.published")
    assert event.detail["version"] == version.number
    assert event.actor == str(approver.pk)

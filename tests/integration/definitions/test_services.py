from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from approvals.models import Approval
from audit.models import AuditEvent, ChainHead
from forms.definitions.compile import CompileFailed
from forms.definitions.models import Form, FormVersion, VersionIsImmutable
from forms.definitions.services import (
    ApproverIsAuthor,
    AuthorUnknown,
    NotApproved,
    ScheduledForLater,
    live_version,
    publish,
    retire,
    save_draft,
)
from forms.definitions.usage import version_rows
from forms.definitions.versions import spec_of
from tests.unit.definitions_compile.examples import a_form, question, step, with_questions

pytestmark = pytest.mark.django_db


def published(form, by, now):
    return publish(form=form, revision=form.latest_revision, by=by, now=now)


def reworded(form, by, now, label="Family name"):
    form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    form.steps[0].value["fields"][0].value["label"] = label
    save_draft(form=form, by=by, now=now)
    return form


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
    def test_publishing_makes_the_first_version_approved_by_the_publisher(
        self, a_saved_form, editor, approver, now
    ):
        version = published(a_saved_form, approver, now)

        assert version.number == 1
        assert version.published_by == approver
        assert version.published_at == now
        assert spec_of(version).field("surname")
        approval = Approval.objects.get()
        assert (approval.author_id, approval.decided_by_id) == (editor.pk, approver.pk)
        assert approval.subject_sha256 == version.sha256
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


class TestScheduling:
    def scheduled(self, form, editor, now, **delay):
        form.go_live_at = timezone.now() + timedelta(**delay)
        save_draft(form=form, by=editor, now=now)
        return form.latest_revision

    def test_a_later_date_approves_now_and_makes_the_version_then(self, a_saved_form, editor, approver, now):
        revision = self.scheduled(a_saved_form, editor, now, days=1)
        revision.publish(user=approver)
        assert not FormVersion.objects.exists()
        assert Approval.objects.get().decided_by_id == approver.pk
        revision.content["go_live_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
        revision.save()

        revision.publish()

        assert FormVersion.objects.get().published_by == approver

    def test_what_is_scheduled_is_never_published_without_approval(self, a_saved_form, editor, now):
        with pytest.raises(NotApproved):
            a_saved_form.latest_revision.publish()

        assert not FormVersion.objects.exists()

    def test_publishing_now_says_so_when_the_form_goes_live_later(self, a_saved_form, editor, approver, now):
        revision = self.scheduled(a_saved_form, editor, now, days=1)

        with pytest.raises(ScheduledForLater):
            publish(form=a_saved_form, revision=revision, by=approver, now=now)

        assert not Approval.objects.exists()


class TestLiveVersion:
    def test_there_is_none_before_publishing(self, a_saved_form):
        assert live_version(a_saved_form) is None

    def test_it_takes_one_query(self, a_saved_form, approver, now, django_assert_num_queries):
        version = published(a_saved_form, approver, now)

        with django_assert_num_queries(1):
            assert live_version(a_saved_form) == version

    def test_a_retired_form_has_none_and_keeps_its_versions(self, a_saved_form, approver, now):
        published(a_saved_form, approver, now)

        retire(form=a_saved_form, by=approver, now=now)

        assert live_version(a_saved_form) is None
        assert FormVersion.objects.count() == 1
        assert AuditEvent.objects.last().action == "form.retired"

    def test_a_retired_form_comes_back_with_the_version_it_had(self, a_saved_form, approver, now):
        first = published(a_saved_form, approver, now)
        retire(form=a_saved_form, by=approver, now=now)
        a_saved_form.refresh_from_db()

        assert published(a_saved_form, approver, now) == first
        assert live_version(a_saved_form) == first

    def test_a_spec_is_read_once_per_process(self, a_saved_form, approver, now):
        version = published(a_saved_form, approver, now)

        assert spec_of(version) is spec_of(FormVersion.objects.get())


class TestImmutability:
    @pytest.fixture
    def version(self, a_saved_form, approver, now):
        return published(a_saved_form, approver, now)

    def test_saving_a_version_again_is_refused(self, version):
        with pytest.raises(VersionIsImmutable):
            version.save()

    def test_deleting_a_version_is_refused(self, version):
        with pytest.raises(VersionIsImmutable):
            version.delete()

    def test_updating_and_deleting_many_is_refused(self, version):
        with pytest.raises(VersionIsImmutable):
            FormVersion.objects.update(number=7)
        with pytest.raises(VersionIsImmutable):
            FormVersion.objects.all().delete()

    def test_the_database_refuses_an_update_as_well(self, version, request):
        if request.config.getoption("nomigrations"):
            pytest.skip("The trigger is part of the migrations.")

        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE form_definitions_formversion SET number = 7")

        assert FormVersion.objects.get().number == 1


def test_versions_are_listed_with_who_when_and_what(
    a_saved_form, editor, approver, now, django_assert_max_num_queries
):
    published(a_saved_form, approver, now)
    published(reworded(a_saved_form, editor, now), approver, now)

    with django_assert_max_num_queries(6):
        rows = version_rows(a_saved_form)

    assert [(row.number, row.is_live, row.published_by) for row in rows] == [
        (2, True, "April"),
        (1, False, "April"),
    ]
    assert rows[0].used_by == ()


def test_the_audit_trail_names_the_version(a_saved_form, approver, now):
    version = published(a_saved_form, approver, now)

    event = AuditEvent.objects.get(action="form.published")
    assert event.detail["version"] == version.number
    assert event.actor == str(approver.pk)

"""Versions: scheduled, live, retired, never changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from approvals.models import Approval
from audit.models import AuditEvent
from forms.definitions.models import FormVersion, VersionIsImmutable
from forms.definitions.services import (
    NotApproved,
    ScheduledForLater,
    live_version,
    publish,
    retire,
    save_draft,
)
from forms.definitions.usage import version_rows
from forms.definitions.versions import spec_of
from tests.integration.definitions.publishing import published, reworded

pytestmark = pytest.mark.django_db


class TestScheduling:
    def scheduled(self, form, editor, now, **delay):
        form.go_live_at = timezone.now() + timedelta(**delay)
        save_draft(form=form, by=editor, now=now)
        return form.latest_revision

    def test_a_later_date_approves_now_and_makes_the_version_then(self, a_saved_form, editor, approver, now):
        published(a_saved_form, approver, now)
        form = reworded(a_saved_form, editor, now)
        revision = self.scheduled(form, editor, now, days=1)
        revision.publish(user=approver)
        assert FormVersion.objects.count() == 1
        assert Approval.objects.filter(decided_by_id=approver.pk).count() == 2
        revision.content["go_live_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
        revision.save()

        revision.publish()

        assert FormVersion.objects.get(number=2).published_by == approver

    def test_what_is_scheduled_is_never_published_without_approval(self, a_saved_form, editor, now):
        with pytest.raises(NotApproved):
            a_saved_form.latest_revision.publish()

        assert not FormVersion.objects.exists()

    def test_publishing_now_says_so_when_the_form_goes_live_later(self, a_saved_form, editor, approver, now):
        published(a_saved_form, approver, now)
        form = reworded(a_saved_form, editor, now)
        revision = self.scheduled(form, editor, now, days=1)

        with pytest.raises(ScheduledForLater):
            publish(form=form, revision=revision, by=approver, now=now)

        assert Approval.objects.count() == 2


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

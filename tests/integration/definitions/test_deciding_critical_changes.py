"""Critical changes in the admin: who is told that they wait, who reads them, who decides."""

from __future__ import annotations

import pytest
from django.urls import reverse

from forms.definitions.models import Form, FormVersion
from forms.definitions.services import (
    ensure_workflow,
)
from tests import builders
from tests.integration.definitions.posting import posted_form
from tests.integration.definitions.publishing import reworded, waits
from tests.integration.definitions.test_admin import edit, url

pytestmark = pytest.mark.django_db


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

"""An editor and an approver at work in the Wagtail admin."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from approvals.models import Approval
from forms.definitions.models import Form, FormVersion
from forms.definitions.services import ensure_workflow, save_draft
from tests.integration.definitions.posting import posted_form
from tests.integration.definitions.publishing import published
from tests.unit.definitions_compile.examples import (
    a_form,
    question,
    route,
    rule,
    shared,
    step,
    with_questions,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"wagtailsnippets_form_definitions_form:{name}", args=args)


def read_again(form):
    return Form.objects.get(pk=form.pk).get_latest_revision_as_object()


def edit(client, user, form, **values):
    client.force_login(user)
    return client.post(url("edit", form.pk), posted_form(read_again(form), **values), follow=True)


def save(client, user, form):
    client.force_login(user)
    return client.post(url("edit", form.pk), posted_form(form), follow=True)


def errors_of(response, field):
    return response.context["form"].errors.as_data()[field][0].as_json_data()


@pytest.fixture
def a_broken_form(programme, editor, now):
    form = with_questions(
        question("email", "mail", disclosures=shared(nurse={"purpose": ""})),
        question("email", "other", show_when=rule(("nobody", "answered", ""))),
        routes=[route("nurse", role="")],
    )
    form.programme = programme
    save_draft(form=form, by=editor, now=now)
    return form


class TestDrafting:
    def test_an_editor_creates_a_form_that_is_far_from_complete(self, client, editor, programme):
        client.force_login(editor)
        form = a_form([step("", question("radios", "", label="", options=[]))], [], programme=programme)

        response = client.post(url("add"), posted_form(form), follow=True)

        assert response.status_code == 200
        form = Form.objects.get()
        assert not form.live
        assert form.latest_revision.user == editor

    def test_the_empty_editor_opens_with_every_type_of_question(self, client, editor):
        client.force_login(editor)

        response = client.get(url("add"))

        assert response.status_code == 200
        assert "health_number" in response.text

    def test_saving_a_draft_never_asks_whether_it_compiles(self, client, editor, a_broken_form):
        response = save(client, editor, a_broken_form)

        assert response.redirect_chain
        assert a_broken_form.revisions.count() == 2

    def test_keys_appear_after_the_first_save(self, client, editor, programme):
        client.force_login(editor)
        form = a_form(
            [step("", question("email", "", label="Team e-mail"), title="Team")], programme=programme
        )

        client.post(url("add"), posted_form(form))

        value = read_again(Form.objects.get()).steps[0].value
        assert (value["key"], value["fields"][0].value["key"]) == ("team", "team_e_mail")

    def test_a_save_that_would_overwrite_a_revision_makes_a_new_one(self, client, editor, a_saved_form):
        edit(client, editor, a_saved_form, overwrite_revision_id=str(a_saved_form.latest_revision_id))

        assert a_saved_form.revisions.count() == 2

    def test_an_address_used_twice_is_refused(self, client, editor, a_saved_form):
        client.force_login(editor)

        response = client.post(url("add"), posted_form(a_form(programme=a_saved_form.programme)))

        assert "Another form of this programme has this address." in response.text

    def test_an_approver_who_saves_nothing_changed_may_still_publish(self, client, approver, a_changed_form):
        edit(client, approver, a_changed_form)

        response = edit(client, approver, a_changed_form, **{"action-publish": "1"})

        assert response.redirect_chain
        assert FormVersion.objects.get(number=2).published_by == approver


class TestPublishing:
    def test_a_second_person_publishes_with_the_button(self, client, editor, approver, a_changed_form):
        response = edit(client, approver, a_changed_form, **{"action-publish": "1"})

        assert "Version 2 of “Enquiry” is live." in response.text
        version = FormVersion.objects.get(number=2)
        assert version.published_by == approver
        assert Approval.objects.latest("requested_at").author_id == editor.pk
        assert Form.objects.get().live

    def test_an_editor_has_no_button_to_publish(self, client, editor, a_saved_form):
        response = edit(client, editor, a_saved_form, **{"action-publish": "1"})

        assert response.status_code == 200
        assert not FormVersion.objects.exists()

    def test_problems_stand_beside_their_inputs_and_above(self, client, approver, a_broken_form):
        response = edit(client, approver, a_broken_form, **{"action-publish": "1"})

        assert response.status_code == 200
        assert not response.redirect_chain
        assert 'data-w-tabs-active-panel-id-value="tab-steps_and_questions"' in response.text
        fields = errors_of(response, "steps")["blockErrors"][0]["blockErrors"]["fields"]["blockErrors"]
        purpose = fields[1]["blockErrors"]["disclosures"]["blockErrors"][0]["blockErrors"]["purpose"]
        assert purpose == {"messages": ["Say why the nurse service needs the answer."]}
        condition = fields[2]["blockErrors"]["show_when"]["blockErrors"]["conditions"]["blockErrors"][0]
        assert condition["blockErrors"]["field"]["messages"] == ["No question has the key “nobody”."]
        role = errors_of(response, "routes")["blockErrors"][0]["blockErrors"]["role"]
        assert role["messages"] == ["Choose the partner, or the question that asks for one."]
        # Once in the list above, once in the data from which the page draws the input's message.
        assert response.text.count("Say why the nurse service needs the answer.") == 2
        assert (
            "<li>Step 1 “Only”, question “Mail”: Say why the nurse service needs the answer.</li>"
            in response.text
        )
        assert not FormVersion.objects.exists()

    def test_a_refused_publish_keeps_what_was_typed_and_saves_nothing(self, client, approver, a_broken_form):
        response = edit(client, approver, a_broken_form, title="Another title", **{"action-publish": "1"})

        assert response.context["form"]["title"].value() == "Another title"
        assert a_broken_form.revisions.count() == 1

    def test_who_changes_the_form_cannot_publish_it_in_the_same_breath(self, client, approver, a_saved_form):
        response = edit(client, approver, a_saved_form, title="Another title", **{"action-publish": "1"})

        assert "You wrote part of what would be published." in response.text
        assert not FormVersion.objects.exists()

    def test_a_superuser_cannot_publish_their_own_form(self, client, editor, a_saved_form):
        editor.is_superuser = True
        editor.save()

        response = edit(client, editor, a_saved_form, **{"action-publish": "1"})

        assert response.status_code == 200
        assert "You wrote part of what would be published." in response.text
        assert not FormVersion.objects.exists()

    def test_creating_and_publishing_at_once_is_refused(self, client, editor, programme):
        editor.is_superuser = True
        editor.save()
        client.force_login(editor)

        response = client.post(
            url("add"), posted_form(a_form(programme=programme), **{"action-publish": "1"})
        )

        assert "You wrote part of what would be published." in response.text
        assert not Form.objects.exists()

    def test_programme_and_kind_are_fixed_once_published(self, client, editor, approver, a_saved_form):
        edit(client, approver, a_saved_form, **{"action-publish": "1"})

        edit(client, editor, a_saved_form, kind="nonsense")

        assert read_again(a_saved_form).kind == a_saved_form.kind


class TestWorkflow:
    @pytest.fixture(autouse=True)
    def workflow(self, groups):
        return ensure_workflow()

    def submitted(self, client, editor, form):
        return edit(client, editor, form, **{"action-submit": "1"})

    def approve(self, client, user, form):
        task = Form.objects.get(pk=form.pk).current_workflow_task_state
        client.force_login(user)
        return client.post(url("workflow_action", form.pk, "approve", task.pk), {"comment": ""}, follow=True)

    def test_submitting_a_form_that_does_not_compile_is_refused_beside_the_field(
        self, client, editor, a_broken_form
    ):
        response = self.submitted(client, editor, a_broken_form)

        assert "steps" in response.context["form"].errors
        assert not WorkflowState.objects.exists()

    def test_approving_in_the_workflow_publishes(self, client, editor, approver, a_changed_form):
        self.submitted(client, editor, a_changed_form)

        response = self.approve(client, approver, a_changed_form)

        assert "Version 2 of “Enquiry” is live." in response.text
        assert FormVersion.objects.get(number=2).published_by == approver
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED

    def test_approving_from_the_editor_publishes(self, client, editor, approver, a_changed_form):
        self.submitted(client, editor, a_changed_form)

        response = edit(
            client, approver, a_changed_form,
            **{"action-workflow-action": "1", "workflow-action-name": "approve"},
        )  # fmt: skip

        assert "Version 2 of “Enquiry” is live." in response.text
        assert FormVersion.objects.get(number=2).published_by == approver

    def test_the_author_cannot_approve_and_reads_why(self, client, editor, groups, a_saved_form):
        editor.groups.add(groups[1])
        self.submitted(client, editor, a_saved_form)

        response = self.approve(client, editor, a_saved_form)

        assert response.status_code == 200
        assert "You wrote part of what would be published." in response.text
        assert not FormVersion.objects.exists()
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


class TestVersions:
    def test_the_form_shows_its_versions(self, client, editor, approver, a_saved_form, now):
        version = published(a_saved_form, approver, now)
        client.force_login(editor)

        response = client.get(url("inspect", a_saved_form.pk))

        assert version.sha256 in response.text
        assert "4 January 2027" in response.text
        assert "April" in response.text

    def test_unpublishing_retires_the_form(self, client, approver, a_saved_form, now):
        published(a_saved_form, approver, now)
        client.force_login(approver)

        client.post(url("unpublish", a_saved_form.pk))

        assert not Form.objects.get().live
        assert FormVersion.objects.count() == 1

    def test_nobody_deletes_a_form_not_even_a_superuser(self, client, editor, a_saved_form):
        editor.is_superuser = True
        editor.save()
        client.force_login(editor)

        client.post(url("delete", a_saved_form.pk))

        assert Form.objects.exists()


def test_a_form_of_a_hundred_questions_can_be_saved(client, editor, programme, now):
    steps = [
        step(f"step_{number}", *[question("short_text", f"question_{number}_{one}") for one in range(10)])
        for number in range(10)
    ]
    form = a_form(steps, programme=programme)
    save_draft(form=form, by=editor, now=now)

    response = edit(client, editor, form)

    assert response.redirect_chain
    assert form.revisions.count() == 2

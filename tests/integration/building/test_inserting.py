"""Groups of questions, and steps of other forms, come into a form as its next draft."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audit.models import AuditEvent
from forms.building.models import FieldGroup
from forms.building.services import (
    CannotInsert,
    CannotSave,
    delete_group,
    insert_group,
    insert_step,
    save_group,
)
from forms.definitions.models import Form
from forms.definitions.services import ensure_groups, save_draft
from tests import builders
from tests.unit.definitions_compile import examples
from tests.unit.definitions_compile.examples import a_form, question, rule, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def example_kind():
    examples.register_example_kind()
    yield
    examples.forget_example_kind()


@pytest.fixture
def editor(db):
    user = builders.a_user(email="edith@example.invalid", name="Edith", is_staff=True)
    user.groups.add(ensure_groups()[0])
    return user


@pytest.fixture
def form(programme, editor, now):
    form = a_form(programme=programme)
    save_draft(form=form, by=editor, now=now)
    return form


@pytest.fixture
def other(programme, editor, now):
    form = a_form(
        [step("patient", question("short_text", "surname"), show_when=rule(("elsewhere", "answered", "")))],
        [],
        programme=programme,
        slug="other",
        title="Other form",
    )
    save_draft(form=form, by=editor, now=now)
    return form


@pytest.fixture
def group(programme, editor, now):
    questions = [question("short_text", "surname"), question("email", "mail")]
    return save_group(programme=programme, name="Clinician", questions=questions, by=editor, now=now)


def latest(form):
    return Form.objects.get(pk=form.pk).get_latest_revision_as_object()


def revision_of(form):
    return Form.objects.get(pk=form.pk).latest_revision_id


def keys_of(form):
    return [[one.value["key"] for one in step.value["fields"]] for step in latest(form).steps]


class TestGroups:
    def test_a_group_comes_to_the_end_of_a_step_with_free_keys(self, form, group, editor, now):
        copied = insert_group(form=form, group=group, step=1, revision=revision_of(form), by=editor, now=now)

        assert keys_of(form)[1] == ["remarks", "first_dose", "surname_2", "mail"]
        assert copied.renamed == (("surname", "surname_2"),)
        assert form.revisions.count() == 2

    def test_changing_a_group_changes_no_form(self, form, group, editor, programme, now):
        insert_group(form=form, group=group, step=1, revision=revision_of(form), by=editor, now=now)
        save_group(
            programme=programme, name="Clinician", questions=[question("phone", "tel")], by=editor, now=now
        )

        assert keys_of(form)[1][-1] == "mail"
        assert FieldGroup.objects.get().labels == ["Tel"]

    def test_deleting_a_group_changes_no_form(self, form, group, editor, now):
        insert_group(form=form, group=group, step=0, revision=revision_of(form), by=editor, now=now)
        delete_group(group=group, by=editor, now=now)

        assert keys_of(form)[0][-1] == "mail"
        actions = AuditEvent.objects.filter(action__startswith="field_group.").values_list(
            "action", flat=True
        )
        assert sorted(actions) == ["field_group.deleted", "field_group.inserted", "field_group.saved"]

    def test_a_group_without_name_or_questions_is_refused(self, programme, editor, now):
        for values in ({"name": " ", "questions": [question("email", "m")]}, {"name": "G", "questions": []}):
            with pytest.raises(CannotSave):
                save_group(programme=programme, by=editor, now=now, **values)
        assert FieldGroup.objects.count() == 0

    def test_a_group_of_another_programme_is_not_inserted(self, form, group, editor, now):
        group.programme_id = form.pk

        with pytest.raises(CannotInsert):
            insert_group(form=form, group=group, step=0, revision=revision_of(form), by=editor, now=now)

    def test_an_insertion_that_cannot_be_recorded_is_not_made(self, form, group, editor, now, monkeypatch):
        def refuse(*_, **__):
            raise RuntimeError("the trail is closed")

        monkeypatch.setattr("forms.building.services.record", refuse)
        with pytest.raises(RuntimeError):
            insert_group(form=form, group=group, step=0, revision=revision_of(form), by=editor, now=now)

        assert form.revisions.count() == 1


class TestSteps:
    def test_a_step_of_another_form_comes_where_it_is_wanted(self, form, other, editor, now):
        copied = insert_step(
            form=form, source=other, step=0, after=-1, revision=revision_of(form), by=editor, now=now
        )

        assert keys_of(form) == [["surname_2"], ["surname", "mode", "visit"], ["remarks", "first_dose"]]
        assert copied.lost == ("The step depends on “elsewhere”, which this form does not ask.",)
        assert keys_of(other) == [["surname"]]

    def test_a_form_that_somebody_saved_meanwhile_is_left_alone(self, form, other, editor, now):
        seen = revision_of(form)
        insert_step(form=form, source=other, step=0, after=0, revision=seen, by=editor, now=now)

        with pytest.raises(CannotInsert, match="meanwhile"):
            insert_step(form=form, source=other, step=0, after=0, revision=seen, by=editor, now=now)

    def test_a_step_that_is_not_there_is_refused(self, form, other, editor, now):
        with pytest.raises(CannotInsert):
            insert_step(
                form=form, source=other, step=7, after=0, revision=revision_of(form), by=editor, now=now
            )


class TestThePage:
    def test_an_editor_inserts_saves_and_deletes(self, client, form, other, group, editor):
        client.force_login(editor)
        address = reverse("form_building:insert", args=[form.pk])
        page = client.get(address)

        said = client.post(
            address,
            {
                "action": "insert-step",
                "source": f"{other.pk}-0",
                "after": "1",
                "revision": page.context["revision"],
            },
            follow=True,
        )
        assert "The key “surname” was taken: the copy is “surname_2”." in said.text
        assert "The step depends on “elsewhere”" in said.text

        client.post(address, {"action": "save-group", "name": "Visits", "question": ["0-1", "0-2"]})
        assert FieldGroup.objects.get(name="Visits").labels == ["Mode", "Visit"]

        client.post(address, {"action": "delete-group", "group": str(group.pk)})
        assert not FieldGroup.objects.filter(pk=group.pk).exists()

    def test_nothing_chosen_says_what_to_do(self, client, form, editor):
        client.force_login(editor)

        response = client.post(
            reverse("form_building:insert", args=[form.pk]), {"action": "insert-group"}, follow=True
        )

        assert "Choose a group." in response.text

    def test_it_is_for_who_may_change_forms_of_the_programme(self, client, form, member, editor, monkeypatch):
        address = reverse("form_building:insert", args=[form.pk])
        assert client.get(address).status_code == 302
        client.force_login(member)
        assert client.get(address).status_code in (302, 403)
        client.force_login(editor)
        none = type(form.programme).objects.none()
        monkeypatch.setattr("programme.reach._supplied", [lambda user: none])
        assert client.get(address).status_code == 404

    def test_who_may_only_publish_inserts_nothing(self, client, form, editor):
        own = editor.groups.get()
        own.permissions.remove(*Permission.objects.filter(codename="change_form"))
        client.force_login(editor)

        assert client.get(reverse("form_building:insert", args=[form.pk])).status_code in (302, 403)

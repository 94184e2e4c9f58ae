"""Who receives what, as a table that an editor reads and changes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from forms.definitions.compile import compile_form
from forms.definitions.disclosing import ChangedMeanwhile, FormLocked, NotADecision, change_disclosures
from forms.definitions.matrix import Decision, Place, matrix_of
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from tests.integration.definitions.publishing import published
from tests.unit.definitions_compile.examples import a_form, question, rule, shared, step

pytestmark = pytest.mark.django_db
SURNAME_HOMECARE = Place(0, 0, "homecare")
SHARED = Decision("share", "To find the door")


def table(form):
    return reverse("form_pages:disclosures", args=[form.pk])


def read_again(form):
    return Form.objects.get(pk=form.pk).get_latest_revision_as_object()


def change(form, by, now, **changed):
    return change_disclosures(
        **{
            "form": form,
            "decisions": {SURNAME_HOMECARE: SHARED},
            "revision": Form.objects.get(pk=form.pk).latest_revision_id,
            "by": by,
            "now": now,
            **changed,
        }
    )


def decided(form, place=SURNAME_HOMECARE):
    return matrix_of(read_again(form)).cells()[place].decided


class TestReading:
    def test_every_question_stands_against_every_recipient(self, a_saved_form):
        matrix = matrix_of(read_again(a_saved_form))

        keys = [row.key for group in matrix.groups for row in group.rows]
        assert keys == ["surname", "mode", "visit", "remarks", "first_dose"]
        assert len(matrix.cells()) == len(keys) * len(matrix.audiences)

    def test_conditions_stand_as_sentences(self, editor, programme, now):
        when = {"decision": "when", "purpose": "To visit", "when": rule(("mode", "equals", "home"))}
        first = question("radios", "mode", options=[{"value": "home", "label": "At home", "help": ""}])
        form = a_form([step("only", first, question("email", "mail", disclosures=shared(nurse=when)))], [])
        form.programme = programme
        save_draft(form=form, by=editor, now=now)

        cell = matrix_of(read_again(form)).cells()[Place(0, 1, "nurse")]

        assert cell.sentence == "when “Mode” is “At home”"

    def test_what_differs_from_the_live_version_is_marked_cell_by_cell(
        self, a_saved_form, editor, approver, now
    ):
        published(a_saved_form, approver, now)
        assert matrix_of(read_again(a_saved_form)).changed == 0

        change(a_saved_form, editor, now)
        matrix = matrix_of(read_again(a_saved_form))

        assert {place: cell.was for place, cell in matrix.cells().items() if cell.was} == {
            SURNAME_HOMECARE: "withheld"
        }
        assert matrix.live == 1

    def test_what_nobody_decided_is_counted(self, editor, programme, now):
        form = a_form([step("only", question("email", "mail", disclosures=[]))], [], programme=programme)
        save_draft(form=form, by=editor, now=now)

        assert matrix_of(read_again(form)).undecided == 2


class TestChanging:
    def test_a_change_is_the_next_draft_by_who_made_it(self, a_saved_form, second_editor, now):
        revision = change(a_saved_form, second_editor, now)

        assert revision.user == second_editor
        assert decided(a_saved_form) == SHARED
        spec = compile_form(read_again(a_saved_form))
        assert [one.decision for one in spec.field("surname").disclosures] == ["share", "share"]

    def test_a_decision_can_be_made_where_there_was_no_row(self, editor, programme, now):
        form = a_form([step("only", question("email", "mail", disclosures=[]))], [], programme=programme)
        save_draft(form=form, by=editor, now=now)

        change(form, editor, now)

        assert decided(form) == SHARED

    def test_nothing_changed_saves_nothing(self, a_saved_form, editor, now):
        assert change(a_saved_form, editor, now, decisions={SURNAME_HOMECARE: decided(a_saved_form)}) is None
        assert a_saved_form.revisions.count() == 1

    def test_a_colleagues_save_in_between_is_never_overwritten(
        self, a_saved_form, editor, second_editor, now
    ):
        seen = Form.objects.get(pk=a_saved_form.pk).latest_revision_id
        change(a_saved_form, second_editor, now)

        with pytest.raises(ChangedMeanwhile):
            change(
                a_saved_form,
                editor,
                now,
                revision=seen,
                decisions={SURNAME_HOMECARE: Decision("withhold", "")},
            )

        assert decided(a_saved_form) == SHARED

    def test_a_locked_form_is_not_changed(self, a_saved_form, editor, second_editor, now):
        Form.objects.filter(pk=a_saved_form.pk).update(locked=True, locked_by=second_editor, locked_at=now)

        with pytest.raises(FormLocked):
            change(a_saved_form, editor, now)

        assert a_saved_form.revisions.count() == 1

    @pytest.mark.parametrize("wrong", [Decision("everybody", ""), Decision("share", "x" * 241)])
    def test_what_is_no_decision_is_refused(self, a_saved_form, editor, now, wrong):
        with pytest.raises(NotADecision):
            change(a_saved_form, editor, now, decisions={SURNAME_HOMECARE: wrong})

    def test_a_save_that_cannot_be_recorded_is_not_made(self, a_saved_form, editor, now, monkeypatch):
        def refuse(*_, **__):
            raise RuntimeError("the trail is closed")

        monkeypatch.setattr("forms.definitions.services.record", refuse)
        with pytest.raises(RuntimeError):
            change(a_saved_form, editor, now)

        assert a_saved_form.revisions.count() == 1


class TestThePage:
    def test_one_post_without_javascript_saves_the_table(self, client, editor, a_saved_form):
        client.force_login(editor)
        page = client.get(table(a_saved_form))
        posted = {"revision": page.context["revision"]}
        for place, cell in page.context["matrix"].cells().items():
            posted[f"decision-{place.name}"] = cell.decision
            posted[f"purpose-{place.name}"] = cell.purpose
        posted |= {"decision-0-0-homecare": "share", "purpose-0-0-homecare": "To find\r\nthe door"}

        response = client.post(table(a_saved_form), posted, follow=True)

        assert "Saved as a draft" in response.text
        assert decided(a_saved_form) == SHARED
        assert a_saved_form.revisions.count() == 2

    def test_a_table_that_is_out_of_date_says_so(self, client, editor, second_editor, a_saved_form, now):
        client.force_login(editor)
        revision = client.get(table(a_saved_form)).context["revision"]
        change(a_saved_form, second_editor, now)

        response = client.post(
            table(a_saved_form), {"revision": revision, "decision-0-0-homecare": "withhold"}, follow=True
        )

        assert "Nothing was saved" in response.text
        assert decided(a_saved_form) == SHARED

    def test_it_answers_120_questions_with_few_queries(
        self, client, editor, programme, now, django_assert_max_num_queries
    ):
        steps = [
            step(f"s{page}", *(question("short_text", f"q{page}_{number}") for number in range(10)))
            for page in range(12)
        ]
        form = a_form(steps, [], programme=programme)
        save_draft(form=form, by=editor, now=now)
        client.force_login(editor)
        client.get(table(form))

        with django_assert_max_num_queries(30):
            response = client.get(table(form))

        assert response.text.count("<select name=") == 240

    @pytest.mark.parametrize("name", ["disclosures", "map"])
    def test_it_is_for_who_works_on_forms_of_the_programme_only(
        self, client, member, editor, a_saved_form, name, monkeypatch
    ):
        address = reverse(f"form_pages:{name}", args=[a_saved_form.pk])
        assert client.get(address).status_code == 302
        client.force_login(member)
        assert client.get(address).status_code in (302, 403)
        client.force_login(editor)
        assert client.get(address).status_code == 200
        none = type(a_saved_form.programme).objects.none()
        monkeypatch.setattr("programme.reach._supplied", [lambda user: none])
        assert client.get(address).status_code == 404

    def test_who_may_publish_but_not_change_only_reads(self, client, editor, a_saved_form, groups):
        groups[0].permissions.remove(*groups[0].permissions.filter(codename="change_form"))
        groups[0].permissions.add(*_publishing())
        client.force_login(editor)

        page = client.get(table(a_saved_form))
        posted = client.post(table(a_saved_form), {"decision-0-0-homecare": "share"})

        assert "Save as draft" not in page.text
        assert posted.status_code == 405
        assert a_saved_form.revisions.count() == 1


def _publishing():
    return Permission.objects.filter(content_type__app_label="form_definitions", codename="publish_form")

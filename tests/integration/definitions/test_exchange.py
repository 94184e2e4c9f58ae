"""A definition as a file: exported, imported as a draft, refused where it is broken."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given, settings as fewer, strategies as st

from audit.models import AuditEvent
from content.loading.files import folder_of
from content.loading.form import unsaved_form
from forms.definitions.compile import compile_form
from forms.definitions.exchange import ImportRefused, export_form, file_of, import_definition
from forms.definitions.exchange.checking import problems_of
from forms.definitions.exchange.reading import MOST_BYTES, read
from forms.definitions.exchange.schema import file_schema
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from forms.definitions.spec import sha256_of
from tests.integration.definitions.posting import posted_form
from tests.integration.definitions.publishing import published
from tests.integration.definitions.test_admin import read_again, url
from tests.programme_data import PROGRAMME
from tests.unit.definitions_compile.examples import a_form

pytestmark = pytest.mark.django_db
SCHEMA_FILE = Path(settings.BASE_DIR) / "docs" / "form-definition.schema.json"


@pytest.fixture
def registration(programme):
    return unsaved_form(folder_of(PROGRAMME).read("registration"), programme=programme)


def imported(content, programme, by, now):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return import_definition(data=data, programme=programme, by=by, now=now)


def refused(content, programme, by, now):
    with pytest.raises(ImportRefused) as refusal:
        imported(content, programme, by, now)
    assert not Form.objects.exists()
    return refusal.value.problems


class TestRoundTrip:
    def test_the_registration_compiles_to_the_same_hash(self, registration, programme, editor, now):
        kept = imported(file_of(registration), programme, editor, now)

        assert kept.is_new
        assert sha256_of(compile_form(Form.objects.get())) == sha256_of(compile_form(registration))

    def test_the_same_form_makes_the_same_file(self, registration, programme, editor, now):
        file = file_of(registration)

        form = imported(file, programme, editor, now).form

        assert file_of(Form.objects.get(pk=form.pk)) == file
        assert file_of(form.latest_revision.as_object()) == file

    def test_a_file_holds_no_ids_and_no_people(self, registration, editor, now):
        save_draft(form=registration, by=editor, now=now)
        form = read_again(registration)

        text = file_of(form).decode()

        assert '"id"' not in text
        assert editor.email not in text
        assert editor.name not in text
        assert str(form.programme_id) not in text

    def test_a_form_of_the_same_address_gets_it_as_its_next_draft(
        self, a_saved_form, editor, second_editor, approver, now
    ):
        published(a_saved_form, approver, now)
        content = export_form(a_saved_form)
        content["steps"][0]["value"]["fields"][0]["value"]["label"] = "Family name"

        kept = imported(content, a_saved_form.programme, second_editor, now)

        assert not kept.is_new
        form = Form.objects.get()
        assert form.has_unpublished_changes
        assert form.latest_revision.user == second_editor
        assert compile_form(form.get_latest_revision_as_object()).field("surname").label == "Family name"
        assert compile_form(form).field("surname").label == "Surname"

    def test_the_same_file_again_changes_nothing(self, a_saved_form, editor, second_editor, now):
        kept = imported(file_of(a_saved_form), a_saved_form.programme, second_editor, now)

        assert not kept.is_changed
        assert a_saved_form.revisions.count() == 1
        assert not AuditEvent.objects.filter(action="form.imported").exists()

    def test_the_trail_names_the_file_by_its_hash(self, programme, editor, now):
        imported(file_of(a_form(programme=programme)), programme, editor, now)

        assert len(AuditEvent.objects.get(action="form.imported").detail["file_sha256"]) == 64


class TestAuthoredAgain:
    def test_the_registration_written_in_the_admin_compiles_to_the_same_hash(
        self, client, registration, programme, editor
    ):
        """Post the whole form as the editor's browser does, empty beforehand."""
        client.force_login(editor)

        page = client.post(url("add"), posted_form(registration))
        assert page.status_code == 302, json.dumps(
            page.context["form"].errors.as_data()["steps"][0].as_json_data()
        )

        again = Form.objects.get().get_latest_revision_as_object()
        assert sha256_of(compile_form(again)) == sha256_of(compile_form(registration))


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "This is no JSON"),
            (b"{", "This is no JSON: line 1"),
            (b"\xff\xfe{}", "not text in UTF-8"),
            (b"[" * 100_000, "nested deeper"),
            (b'{"a":' * 30 + b"1" + b"}" * 30, "nested deeper"),
            (b'{"title": NaN}', "no number that JSON knows"),
            (b'{"title": "a", "title": "b"}', "written twice"),
            (b'{"title": ' + b"9" * 5000 + b"}", "This is no JSON"),
            (b" " * (MOST_BYTES + 1), "larger than 5 MB"),
            (b"[]", "Write an object in braces here."),
            (b'"form"', "Write an object in braces here."),
            (b"{}", "“kind” is missing."),
        ],
    )
    def test_what_is_no_file_of_a_form_says_why(self, programme, editor, now, data, message):
        assert message in "\n".join(map(str, refused(data, programme, editor, now)))

    def broken(self, programme, change):
        content = json.loads(file_of(a_form(programme=programme)))
        change(content)
        return content

    def first(self, content):
        return content["steps"][0]["value"]["fields"][0]

    @pytest.mark.parametrize(
        ("change", "place", "message"),
        [
            (lambda c, f: c.update(kind="unheard_of"), "kind", "“unheard_of” is not known here."),
            (lambda c, f: c.update(slug="a b"), "slug", "Only letters, digits"),
            (lambda c, f: c.update(live=True), "live", "Unknown here."),
            (lambda c, f: c.update(title=["x"]), "title", "Write a text here."),
            (lambda c, f: f.update(type="poetry"), "steps[0].value.fields[0].type", "Unknown type. Known: short_text"),
            (lambda c, f: f["value"].update(id="x"), "steps[0].value.fields[0].value.id", "Unknown here."),
            (lambda c, f: f["value"].update(required="yes"), "steps[0].value.fields[0].value.required", "true or false"),
            (lambda c, f: f["value"].update(label="x" * 241), "steps[0].value.fields[0].value.label", "at most 240"),
            (lambda c, f: f["value"].update(label="a\x00b"), "steps[0].value.fields[0].value.label", "cannot be stored"),
            (lambda c, f: f["value"].update(label="\ud800"), "steps[0].value.fields[0].value.label", "cannot be stored"),
            (
                lambda c, f: f["value"]["disclosures"][0].update(audience="press"),
                "steps[0].value.fields[0].value.disclosures[0].audience",
                "“press” is not known here.",
            ),
            (lambda c, f: c["routes"][0]["value"].update(role="printer"), "routes[0].value.role", "not known here"),
            (lambda c, f: f["value"].pop("label"), "steps[0].value.fields[0].value.label", "Write the question."),
            (
                lambda c, f: f["value"].update(disclosures=[]),
                "steps[0].value.fields[0].value.disclosures",
                "Decide whether",
            ),
            (
                lambda c, f: f["value"].update(show_when={"conditions": [{"field": "nobody", "operator": "answered"}]}),
                "steps[0].value.fields[0].value.show_when.conditions[0].field",
                "No question has the key “nobody”.",
            ),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_beside_its_place_and_nothing_is_saved(
        self, programme, editor, now, change, place, message
    ):
        content = self.broken(programme, lambda data: change(data, self.first(data)))

        problems = refused(content, programme, editor, now)

        assert [one for one in problems if one.path == place and message in str(one)], problems

    def test_a_form_of_another_kind_at_the_same_address_is_refused(self, a_saved_form, editor, approver, now):
        published(a_saved_form, approver, now)
        content = {**export_form(a_saved_form), "kind": "general"}

        with pytest.raises(ImportRefused):
            imported(content, a_saved_form.programme, editor, now)

        assert a_saved_form.revisions.count() == 1

    def test_a_locked_form_takes_no_file(self, a_saved_form, editor, second_editor, now):
        content = export_form(a_saved_form)
        content["title"] = "Other"
        Form.objects.update(locked=True, locked_by=editor, locked_at=now)

        with pytest.raises(ImportRefused, match="locked this form"):
            imported(content, a_saved_form.programme, second_editor, now)

    @fewer(max_examples=60, deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
            lambda below: (
                st.lists(below, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["kind", "slug", "title", "steps", "routes", "type", "value", "fields"]),
                    below,
                    max_size=4,
                )
            ),
            max_leaves=20,
        )
    )
    def test_no_json_makes_the_check_fall_over(self, content):
        schema = file_schema()

        for problem in problems_of(content, schema):
            assert problem.message

    @fewer(max_examples=100, deadline=None)
    @given(st.binary(max_size=40))
    def test_no_bytes_make_the_reading_fall_over(self, data):
        with suppress(ImportRefused):
            read(data)


class TestSchema:
    def test_the_documented_schema_is_the_one_that_counts(self, db):
        from tests.unit.definitions_compile import examples

        examples.forget_example_kind()

        assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == json.loads(json.dumps(file_schema()))

    def test_the_loaded_registration_keeps_to_it(self, registration):
        assert problems_of(export_form(registration), file_schema()) == ()

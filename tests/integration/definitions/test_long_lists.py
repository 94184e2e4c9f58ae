"""A list of ten thousand options: written, saved, carried elsewhere, published and answered as a short one."""

from __future__ import annotations

import pytest

from forms.definitions.compile import compile_form
from forms.definitions.exchange import file_of, import_definition
from forms.definitions.fields import field_type
from forms.definitions.form_building import build_form
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from forms.definitions.spec import sha256_of
from tests.integration.definitions.publishing import published
from tests.integration.definitions.test_admin import edit, read_again
from tests.unit.definitions.samples import CONTEXT
from tests.unit.definitions_compile.examples import a_form, question, step

pytestmark = pytest.mark.django_db
MANY = 10_000


@pytest.fixture
def form(programme, editor, now) -> Form:
    lines = "\n".join(f"General practice number {number}" for number in range(MANY))
    practice = question("select", "practice", options=[], option_lines=lines)
    made = a_form([step("all", question("short_text", "surname"), practice)], [], programme=programme)
    save_draft(form=made, by=editor, now=now)
    return made


def test_it_is_published_and_answered(form, approver, now):
    published(form, approver, now)
    spec = compile_form(read_again(form))
    field = spec.field("practice")

    def posted(value):
        data = {"surname": "Sand", "practice": value}
        return build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data=data)

    last = field.options[-1]
    assert len(field.options) == MANY
    assert posted(last.value).stored_answers()["practice"] == last.value
    assert field_type("select").lines(field, last.value) == (f"General practice number {MANY - 1}",)
    assert list(posted("general_practice_number_nowhere").errors) == ["practice"]


def test_it_is_saved_in_the_editor(client, form, editor):
    saved = edit(client, editor, form, title="Changed", open_to=form.open_to, readers=form.readers)

    assert saved.redirect_chain
    assert len(compile_form(read_again(form)).field("practice").options) == MANY


def test_it_is_exported_and_imported(form, editor, now):
    file = file_of(read_again(form))
    programme, before = form.programme, sha256_of(compile_form(read_again(form)))
    Form.objects.filter(pk=form.pk).update(slug="elsewhere")

    kept = import_definition(data=file, programme=programme, by=editor, now=now)

    assert sha256_of(compile_form(kept.form)) == before

"""A definition goes out and comes in through the admin and the commands, for whoever may write forms."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from forms.definitions.exchange import export_form
from forms.definitions.models import Form
from tests.integration.definitions.test_admin import url
from tests.unit.definitions_compile.examples import a_form, question, step

pytestmark = pytest.mark.django_db


class TestRoads:
    def test_the_admin_exports_and_imports(self, client, editor, second_editor, a_saved_form):
        client.force_login(second_editor)
        exported = client.get(url("export", a_saved_form.pk))
        assert "attachment" in exported["Content-Disposition"]
        content = json.loads(exported.content)
        content["slug"] = "copy"
        file = SimpleUploadedFile("copy.form.json", json.dumps(content).encode())

        page = client.post(
            url("import"), {"programme": str(a_saved_form.programme_id), "file": file}, follow=True
        )

        assert "The file is a new draft." in page.text
        assert Form.objects.filter(slug="copy").exists()

    def test_the_admin_says_what_is_wrong_and_saves_nothing(self, client, editor, programme):
        client.force_login(editor)
        content = export_form(a_form([step("one", question("email", "mail", label=""))], programme=programme))
        file = SimpleUploadedFile("x.json", json.dumps(content).encode())

        page = client.post(url("import"), {"programme": str(programme.pk), "file": file})

        assert page.status_code == 422
        assert "Nothing was saved." in page.text
        assert "steps[0].value.fields[0].value.label" in page.text
        assert not Form.objects.exists()

    def test_the_list_offers_it_to_whoever_may_write_forms(self, client, editor, approver):
        client.force_login(editor)
        assert url("import") in client.get(url("list")).text
        client.force_login(approver)

        assert url("import") not in client.get(url("list")).text

    def test_approvers_and_strangers_import_nothing(self, client, approver, programme):
        assert client.get(url("import")).status_code == 302
        client.force_login(approver)

        assert client.get(url("import")).status_code in (302, 403)

    def test_commands_export_and_import(self, a_saved_form, editor, second_editor, tmp_path):
        out = StringIO()
        call_command("export_form", a_saved_form.programme.code, a_saved_form.slug, stdout=out)
        content = json.loads(out.getvalue())
        content["title"] = "Question"
        path = tmp_path / "form.json"
        path.write_text(json.dumps(content))

        call_command(
            "import_form", a_saved_form.programme.code, str(path), by=second_editor.email, stdout=out
        )

        assert "new draft" in out.getvalue()
        path.write_text("{")
        with pytest.raises(CommandError, match="Nothing was saved"):
            call_command("import_form", a_saved_form.programme.code, str(path), by=second_editor.email)

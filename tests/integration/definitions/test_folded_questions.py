"""What the editor posts of questions that nobody unfolded is read as their inputs would be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from forms.definitions.authorship import content_hash
from forms.definitions.blocks.folding import UNOPENED
from forms.definitions.fields import all_field_types
from forms.definitions.models import Form
from forms.definitions.services import save_draft
from tests.integration.definitions.posting import posted_form
from tests.integration.definitions.test_admin import errors_of
from tests.random_forms import SETTINGS
from tests.unit.definitions_compile.examples import a_form, question, rule, step

pytestmark = pytest.mark.django_db
FIELDS = "steps-0-value-fields"
CHECKS = [{"kind": "longest", "value": "30", "message": "Write less."}]


@pytest.fixture
def form(programme, editor, now) -> Form:
    """A form with a question of every type."""
    questions = [
        question(
            one.name, f"a_{one.name}", required=False,
            **SETTINGS.get(one.name, {"checks": CHECKS} if one.name == "short_text" else {}),
            **({} if one.name == "constant" else {"show_when": rule(("surname", "answered", ""))}),
        )
        for one in all_field_types()
    ]  # fmt: skip
    made = a_form([step("all", question("short_text", "surname"), *questions)], [], programme=programme)
    save_draft(form=made, by=editor, now=now)
    return made


def read_again(form: Form) -> Form:
    found: Form = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    return found


def post(client: Any, form: Form, data: dict[str, Any]) -> Any:
    return client.post(reverse("wagtailsnippets_form_definitions_form:edit", args=[form.pk]), data)


def drawn(form: Form) -> dict[str, Any]:
    latest = read_again(form)
    return posted_form(latest, open_to=latest.open_to, readers=latest.readers)


def folded(form: Form) -> dict[str, Any]:
    """Return what the editor posts where no question was unfolded: its state, as the page got it."""
    latest = read_again(form)
    (only,) = latest.steps.stream_block.get_form_state(latest.steps)
    data = drawn(form)
    for place, one in enumerate(only["value"]["fields"]):
        prefix = f"{FIELDS}-{place}-value"
        data = {name: value for name, value in data.items() if not name.startswith(f"{prefix}-")}
        data[f"{prefix}-{UNOPENED}"] = json.dumps(one["value"])
    return data


def test_every_type_of_question_is_saved_as_it_was(client, editor, form):
    client.force_login(editor)
    assert post(client, form, drawn(form)).status_code == 302
    before = read_again(form)

    assert post(client, form, folded(form)).status_code == 302

    after = read_again(form)
    assert after.latest_revision_id != before.latest_revision_id
    assert content_hash(after) == content_hash(before)
    assert after.steps.get_prep_value() == before.steps.get_prep_value()


def test_what_is_wrong_with_a_folded_question_is_said_beside_it(client, editor, form):
    client.force_login(editor)
    data = folded(form)
    name = f"{FIELDS}-0-value-{UNOPENED}"
    data[name] = json.dumps({**json.loads(data[name]), "label": "x" * 300})

    refused = post(client, form, data)

    assert refused.status_code == 200
    assert "has at most 240 characters" in str(errors_of(refused, "steps"))


@pytest.mark.parametrize(
    "state", ["{", "[]", "7", '{"disclosures": 7}', '{"show_when": {"conditions": [1]}}']
)
def test_a_state_that_is_none_is_a_bad_request(client, editor, form, state):
    client.force_login(editor)

    assert post(client, form, {**folded(form), f"{FIELDS}-0-value-{UNOPENED}": state}).status_code == 400

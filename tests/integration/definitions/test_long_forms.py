"""A form of 12 steps and 120 questions in the admin."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import ReferenceIndex

from forms.definitions.models import Form
from forms.definitions.services import save_draft
from tests.integration.definitions.posting import posted_form
from tests.unit.definitions_compile.examples import a_form, question, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_long_form(programme, editor, now):
    steps = [
        step(f"s{page}", *(question("short_text", f"q{page}_{number}") for number in range(10)))
        for page in range(12)
    ]
    form = a_form(steps, [], programme=programme)
    save_draft(form=form, by=editor, now=now)
    return form


def address(form):
    return reverse("wagtailsnippets_form_definitions_form:edit", args=[form.pk])


def save(client, form, **values):
    """Post what the editor holds as browsers do."""
    latest = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    posted = posted_form(latest, **{"open_to": latest.open_to, "readers": latest.readers, **values})
    return client.post(
        address(form), urlencode(posted, doseq=True), content_type="application/x-www-form-urlencoded"
    )


def test_it_is_saved_with_few_queries_and_without_a_search_for_references(
    client, editor, a_long_form, django_assert_max_num_queries
):
    client.force_login(editor)
    save(client, a_long_form)

    with django_assert_max_num_queries(60):
        response = save(client, a_long_form, title="Changed")

    assert response.status_code == 302
    assert a_long_form.revisions.latest("pk").as_object().title == "Changed"
    assert not ReferenceIndex.objects.filter(object_id=str(a_long_form.pk)).exists()


def test_its_editor_brings_the_words_for_conditions_and_the_list_of_steps(client, editor, a_long_form):
    client.force_login(editor)

    page = client.get(address(a_long_form)).text

    assert '<script id="form-vocabulary" type="application/json">' in page
    assert "js/form-conditions.js" in page
    assert "js/form-steps.js" in page


def test_a_new_form_has_them_too(client, editor):
    client.force_login(editor)

    page = client.get(reverse("wagtailsnippets_form_definitions_form:add")).text

    assert "js/form-conditions.js" in page

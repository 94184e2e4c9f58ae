"""The preview panel of the editor: each step, the check page, each document, from what is not saved yet."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.admin.models import FormState

from forms.definitions.models import Form
from forms.definitions.services import save_draft
from forms.trials.models import Trial
from tests.integration.definitions.posting import posted_form
from tests.pdf_reading import page_texts
from tests.unit.definitions_compile.examples import a_form, question, route, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


def typed(form, **values):
    """What the editor holds of a form, its lists included."""
    return posted_form(form, open_to=form.open_to, readers=form.readers, **values)


def preview(client, form, mode, **query):
    """Open a mode as the panel does, which first sends what stands in the editor, unless that was done."""
    address = reverse("wagtailsnippets_form_definitions_form:preview_on_edit", args=[form.pk])
    if not FormState.objects.exists():
        client.post(address, typed(Form.objects.get(pk=form.pk).get_latest_revision_as_object()))
    return client.get(address, {"mode": mode, "in_preview_panel": "true", **query})


def type_in(client, form, **values):
    """Send what stands in the editor, as its panel does while somebody types."""
    address = reverse("wagtailsnippets_form_definitions_form:preview_on_edit", args=[form.pk])
    response = client.post(address, typed(form, **values))
    assert response.json() == {"is_valid": True, "is_available": True}, response.text


def modes_of(form):
    return dict(Form.objects.get(pk=form.pk).get_latest_revision_as_object().preview_modes)


def test_each_step_the_check_page_and_each_document_is_offered(form):
    assert modes_of(form) == {
        "step-0": "1. Patient",
        "step-1": "2. Visit",
        "check": "Check page",
        "document-nurse": "PDF: Nurse service",
        "document-homecare": "PDF: Homecare provider",
    }


def test_every_mode_opens_in_a_frame_of_the_admin_under_a_strict_policy(edith, form):
    for mode in modes_of(form):
        response = preview(edith, form, mode)
        policy = response["Content-Security-Policy"]
        assert response.status_code == 200
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "form-action 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Frame-Options"].upper() == "SAMEORIGIN"
        assert not re.search(r"<(script|style)>|\son\w+=|style=", response.text)


def test_what_is_typed_and_not_saved_is_what_shows(edith, form):
    changed = Form.objects.get(pk=form.pk).get_latest_revision_as_object()
    changed.steps[0].value["fields"][0].value["label"] = "Family name as in the passport"
    type_in(edith, changed)

    assert "Family name as in the passport" in preview(edith, form, "step-0").text
    assert form.revisions.count() == 1


def test_a_step_that_the_samples_leave_out_is_shown_with_when_it_is_asked(edith, editor, programme, now):
    form = a_form(
        [
            step("one", question("yes_no", "wants")),
            step(
                "two",
                question("email", "mail"),
                show_when={
                    "match": "all",
                    "conditions": [{"field": "wants", "operator": "equals", "value": "no"}],
                },
            ),
        ],
        [],
        programme=programme,
    )
    save_draft(form=form, by=editor, now=now)

    response = preview(edith, form, "step-1")

    assert 'name="mail"' in response.text
    assert "This step is shown when “Wants” is “No”." in response.text


def test_the_check_page_shows_samples_and_who_receives_them(edith, form, organisation, partners):
    response = preview(edith, form, "check")

    assert "NHS number 999 000 0018" in response.text
    assert "Nurse Service" in response.text


def test_a_document_shows_as_pictures_in_the_panel_and_as_a_pdf_in_a_tab(edith, form):
    panel = preview(edith, form, "document-homecare")
    tab = preview(edith, form, "document-homecare", in_preview_panel="false")

    assert 'src="data:image/png;base64,' in panel.text
    assert all("TEST" in text for text in page_texts(tab.content))
    assert any("Sample" in text for text in page_texts(tab.content))
    assert not any("999 000 0018" in text for text in page_texts(tab.content))


def test_a_form_that_cannot_be_published_yet_shows_as_far_as_it_goes(edith, editor, programme, now):
    broken = question("radios", "mode", options=[], disclosures=[])
    form = a_form([step("only", broken)], [route("nurse", role="")], programme=programme)
    save_draft(form=form, by=editor, now=now)

    for mode in modes_of(form):
        assert preview(edith, form, mode).status_code == 200


def test_a_form_without_questions_says_what_is_missing(edith, editor, programme, now):
    form = a_form([], [], programme=programme)
    save_draft(form=form, by=editor, now=now)

    assert "then it shows here" in preview(edith, form, "step-0").text


def test_a_preview_leaves_nothing_behind(edith, form):
    for mode in modes_of(form):
        preview(edith, form, mode)

    assert Trial.objects.count() == 0


def test_who_may_not_change_forms_previews_none(client, member, form):
    client.force_login(member)

    assert preview(client, form, "step-0").status_code in (302, 403)


def test_another_programmes_form_is_not_previewed(edith, form, monkeypatch):
    monkeypatch.setattr("programme.reach._supplied", [lambda user: type(form.programme).objects.none()])

    assert preview(edith, form, "step-0").status_code == 404

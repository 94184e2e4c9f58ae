"""An editor goes through a form that is not published yet."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory.models import Partner
from forms.definitions.models import Form, FormVersion
from forms.definitions.services import save_draft
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from forms.trials.models import Trial
from tests import builders
from tests.integration.trials.conftest import PATIENT, begun, gone_through
from tests.pdf_reading import page_texts
from tests.unit.definitions_compile.examples import a_form, question, route, rule, step

pytestmark = pytest.mark.django_db
REAL_ROWS = (Draft, Submission, Document, Delivery, FormVersion)


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


def step_url(trial, key):
    return reverse("trials:step", args=[trial.pk, key])


class TestGoingThrough:
    def test_a_draft_that_was_never_published_is_gone_through_to_its_end(
        self, edith, form, organisation, partners
    ):
        response = gone_through(edith, begun(edith, form))

        assert "What would have been sent" in response.text
        assert [leg.recipient for leg in response.context["outcome"].legs] == [
            "Nurse Service",
            "Homecare One",
        ]

    def test_it_makes_no_draft_submission_document_or_delivery_and_no_mail(
        self, edith, form, organisation, partners, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            trial = begun(edith, form)
            gone_through(edith, trial)
            edith.get(reverse("trials:document", args=[trial.pk, 1]))

        assert [model.objects.count() for model in REAL_ROWS] == [0] * len(REAL_ROWS)
        assert mail.outbox == []

    def test_every_page_says_test(self, edith, form, organisation, partners):
        trial = begun(edith, form)
        pages = [edith.get(step_url(trial, "patient")), edith.post(step_url(trial, "patient"), {})]
        edith.post(step_url(trial, "patient"), PATIENT)
        pages.append(edith.get(step_url(trial, "visit")))
        edith.post(step_url(trial, "visit"), {"entrance": "Side"})
        pages.append(edith.get(reverse("trials:check", args=[trial.pk])))
        pages.append(edith.post(reverse("trials:send", args=[trial.pk]), follow=True))

        for page in pages:
            assert page.status_code == 200
            assert '<strong class="trial-mark__word">TEST</strong>' in page.text
            assert "TEST: " in page.text.split("</title>")[0]

    def test_every_page_of_every_pdf_says_test(self, edith, form, organisation, partners):
        trial = begun(edith, form)
        gone_through(edith, trial)

        for number in (1, 2):
            response = edith.get(reverse("trials:document", args=[trial.pk, number]))
            assert response["Content-Type"] == "application/pdf"
            assert all("TEST" in text for text in page_texts(response.content))

    def test_conditions_hide_pages_as_they_do_for_a_team(self, edith, form, organisation, partners):
        trial = begun(edith, form)

        response = gone_through(edith, trial, mode="phone")

        assert [leg.recipient for leg in response.context["outcome"].legs] == ["Nurse Service"]
        (unsent,) = response.context["outcome"].unsent
        assert "when “Mode” is “Home”" in unsent

    def test_what_is_wrong_is_said_beside_the_question(self, edith, form, organisation, partners):
        trial = begun(edith, form)

        response = edith.post(step_url(trial, "patient"), {**PATIENT, "surname": ""})

        assert "Enter an answer for “Surname”" in response.text

    def test_the_number_of_a_real_patient_is_never_taken(self, edith, form, organisation, partners, settings):
        settings.SYNTHETIC_PATIENTS_ONLY = False
        trial = begun(edith, form)

        response = edith.post(step_url(trial, "patient"), {**PATIENT, "number_number": "402 345 6705"})

        assert "Only made-up patients may be entered here" in response.text

    def test_nothing_ahead_of_an_unanswered_page_opens(self, edith, form, organisation, partners):
        trial = begun(edith, form)

        response = edith.post(reverse("trials:send", args=[trial.pk]))

        assert response.url == step_url(trial, "patient")
        assert Trial.objects.get().sent_at is None

    def test_an_uploaded_file_is_thrown_away_and_a_made_up_one_stands_for_it(
        self, edith, editor, programme, now
    ):
        form = a_form([step("only", question("files", "letter"))], [route("nurse")], programme=programme)
        save_draft(form=form, by=editor, now=now)
        trial = begun(edith, form)

        nothing = edith.post(step_url(trial, "only"), {})
        edith.post(step_url(trial, "only"), {"letter_file": SimpleUploadedFile("real.pdf", b"%PDF-1.7 real")})
        sent = edith.post(reverse("trials:send", args=[trial.pk]), follow=True)
        pdf = edith.get(reverse("trials:document", args=[trial.pk, 1])).content

        assert "Choose a file" in nothing.text
        assert "What would have been sent" in sent.text
        assert [one["name"] for one in Trial.objects.get().work["answers"]["letter"]] == ["sample.pdf"]
        assert any("sample.pdf" in text for text in page_texts(pdf))

    def test_the_buttons_of_a_question_for_files_leave_its_page_open(self, edith, editor, programme, now):
        form = a_form([step("only", question("files", "letter"))], [route("nurse")], programme=programme)
        save_draft(form=form, by=editor, now=now)
        trial = begun(edith, form)

        pressed = edith.post(step_url(trial, "only"), {"letter_file": "real.pdf", "letter_upload": "1"})
        (kept,) = Trial.objects.get().work["answers"]["letter"]
        ended = edith.post(reverse("trials:send", args=[trial.pk]))
        removed = edith.post(step_url(trial, "only"), {"letter": kept["id"], "letter_remove": kept["id"]})

        assert "Remove<span" in pressed.text
        assert "multipart/form-data" not in pressed.text
        assert "sample.pdf" in pressed.text
        assert ended.url == step_url(trial, "only")
        assert "sample.pdf" not in removed.text
        assert "Choose a file" not in removed.text
        assert Trial.objects.get().work["answers"] == {}

    def test_a_page_fills_itself_with_made_up_answers(self, edith, form, organisation, partners):
        trial = begun(edith, form)

        page = edith.get(step_url(trial, "patient"), {"samples": "1"})

        assert 'value="999 000 0018"' in page.text
        assert Trial.objects.get().work["answers"] == {}


class TestWhatWouldBeSent:
    def test_each_route_says_why_it_applies(self, edith, form, organisation, partners):
        response = gone_through(edith, begun(edith, form))

        nurse, homecare = response.context["outcome"].legs
        assert nurse.reason == "This route always applies."
        assert homecare.reason == "Sent when “Mode” is “Home”."

    def test_missing_agreements_stop_no_trial_but_are_explained(
        self, edith, form, organisation, partners, settings
    ):
        settings.MISSING_AGREEMENTS = [(organisation.ods_code, "nurse-service")]

        response = gone_through(edith, begun(edith, form))

        nurse, homecare = response.context["outcome"].legs
        assert any("has no service level agreement with Nurse Service" in one for one in nurse.obstacles)
        assert "could send this today" in homecare.explanation

    def test_a_programme_without_partners_or_organisations_is_tried_with_made_up_ones(self, edith, form):
        response = gone_through(edith, begun(edith, form))

        assert [leg.recipient for leg in response.context["outcome"].legs] == [
            "Sample nurse service", "Sample homecare provider",
        ]  # fmt: skip
        assert Partner.objects.count() == 0

    def test_each_desk_of_a_general_form_would_be_sent_its_document(
        self, edith, editor, programme, organisation, now
    ):
        north, south = (builders.a_partner(programme, role="desk", code=code) for code in ("north", "south"))
        builders.a_destination(south, now=now)
        shared = [{"audience": key, "decision": "share", "purpose": "To answer"} for key in ("team", "desk")]
        asked = question("yes_no", "far", disclosures=shared)
        routes = [
            {"type": "route", "value": {"audience": "desk", "partner_code": desk.code, "show_when": when}}
            for desk, when in ((north, rule(("far", "equals", "yes"))), (south, rule()))
        ]
        form = a_form([step("only", asked)], routes, kind="general", programme=programme)
        save_draft(form=form, by=editor, now=now)
        trial = begun(edith, form)

        edith.post(step_url(trial, "only"), {"far": "yes"})
        sent = edith.post(reverse("trials:send", args=[trial.pk]), follow=True)

        pdf = edith.get(reverse("trials:document", args=[trial.pk, 1])).content

        assert not any("not a prescription" in text for text in page_texts(pdf))
        to_north, to_south, own = sent.context["outcome"].legs
        assert [one.recipient for one in (to_north, to_south, own)] == ["North", "South", organisation.name]
        assert to_north.reason == "Sent when “Far” is “Yes”."
        assert "no approved address" in to_north.obstacles[0]
        assert to_south.reason == "This route always applies."
        assert (to_south.obstacles, "needs no agreement" in to_south.explanation) == ((), True)

    def test_what_nobody_decided_about_reaches_nobody(self, edith, editor, programme, now):
        undecided = question("short_text", "surname", disclosures=[])
        form = a_form([step("only", undecided)], [route("nurse")], programme=programme)
        save_draft(form=form, by=editor, now=now)
        trial = begun(edith, form)
        edith.post(step_url(trial, "only"), {"surname": "Secret"})
        edith.post(reverse("trials:send", args=[trial.pk]))

        start = edith.get(reverse("form_trials_admin:start", args=[form.pk]))
        pdf = edith.get(reverse("trials:document", args=[trial.pk, 1])).content

        assert "You can try it all the same" in start.text
        assert not any("Secret" in text for text in page_texts(pdf))


class TestWhoseItIs:
    def test_a_colleague_who_may_edit_forms_sees_no_trial_but_their_own(
        self, client, edith, form, organisation, partners, second_editor
    ):
        trial = begun(edith, form)
        gone_through(edith, trial)
        client.force_login(second_editor)

        for name in ("resume", "check", "sent"):
            assert client.get(reverse(f"trials:{name}", args=[trial.pk])).status_code == 404
        assert client.get(step_url(trial, "patient")).status_code == 404
        assert client.get(reverse("trials:document", args=[trial.pk, 1])).status_code == 404
        assert client.post(reverse("trials:end", args=[trial.pk])).status_code == 404
        assert client.get(reverse("form_trials_admin:start", args=[form.pk])).context["trials"].count() == 0

    def test_who_is_signed_out_is_led_to_sign_in(self, client, trial, form):
        for address in (step_url(trial, "patient"), reverse("form_trials_admin:start", args=[form.pk])):
            response = client.get(address)
            assert response.status_code == 302
            assert "/account/login/" in response.url or "/admin/login/" in response.url

    def test_a_member_of_a_team_tries_no_form(self, client, member, trial, form):
        client.force_login(member)

        assert client.get(step_url(trial, "patient")).status_code == 404
        assert client.get(reverse("form_trials_admin:start", args=[form.pk])).status_code in (302, 403)

    def test_nobody_tries_the_form_of_a_programme_they_do_not_work_for(self, edith, trial, form, monkeypatch):
        monkeypatch.setattr("programme.reach._supplied", [lambda user: type(form.programme).objects.none()])

        assert edith.get(reverse("form_trials_admin:start", args=[form.pk])).status_code == 404
        assert edith.get(step_url(trial, "patient")).status_code == 404

    def test_answers_are_stored_encrypted(self, edith, form, organisation, partners):
        trial = begun(edith, form)
        edith.post(step_url(trial, "patient"), {**PATIENT, "surname": "Findable"})

        stored = Trial.objects.get(pk=trial.pk)
        assert b"Findable" not in bytes(stored.work_sealed)
        assert stored.work["answers"]["surname"] == "Findable"

    def test_the_editor_of_the_form_leads_to_its_trial(self, edith, form):
        response = edith.get(reverse("wagtailsnippets_form_definitions_form:edit", args=[form.pk]))

        assert reverse("form_trials_admin:start", args=[form.pk]) in response.text

    def test_a_form_without_questions_says_what_to_do_first(self, edith, editor, programme, now):
        form = a_form([], [], programme=programme)
        save_draft(form=form, by=editor, now=now)

        response = edith.post(
            reverse("form_trials_admin:start", args=[form.pk]), {"state": "draft"}, follow=True
        )

        assert "Add a step with a question first" in response.text
        assert Trial.objects.count() == 0
        assert Form.objects.get().pk == form.pk

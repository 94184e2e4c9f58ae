from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Submission
from forms.submissions.services import submit
from tests import builders
from tests.integration.submissions.conftest import a_spec, a_version, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(ready_draft, member) -> Submission:
    return submit(draft=ready_draft, by=member, revision=ready_draft.revision, now=timezone.now())


def page_of(name, submission, query=""):
    return reverse(f"submissions:{name}", args=[submission.reference]) + query


def reads():
    return list(AuditEvent.objects.filter(action="read").values_list("subject_type", "actor"))


def test_the_confirmation_tells_what_happens_next_and_is_no_reading(signed_in, submission):
    html = signed_in.get(page_of("submission", submission, "?sent=1")).content.decode()

    assert submission.reference in html
    assert "The nurse service calls the patient." in html
    assert "Nurse Service" in html
    assert "Ada" not in html
    assert reads() == []


def test_the_answers_are_shown_to_the_organisation_and_the_reading_is_recorded_once(
    client, submission, organisation, now
):
    colleague = builders.a_member(organisation, now=now, email="colleague@harbour.invalid")
    sign_in(client, colleague)

    for _ in range(2):
        assert "999 000 0018" in client.get(page_of("submission", submission)).content.decode()

    assert reads() == [("form_submissions.submission", str(colleague.pk))]
    assert AuditEvent.objects.get(action="read").sitting not in ("", client.session.session_key)


def test_a_stranger_and_a_partner_see_nothing(client, submission, stranger, partners, now):
    clerk = builders.a_user(email="clerk@partner.invalid")
    clerk.memberships.create(partner=partners[0], started_at=now)
    for person in (stranger, clerk):
        sign_in(client, person)
        for name in ("submission", "status", "copy"):
            assert client.get(page_of(name, submission)).status_code == 404
    assert reads() == []


def test_a_reference_may_be_typed_in_any_way(signed_in, submission):
    typed = submission.reference.lower().replace("-", " ")

    response = signed_in.get(reverse("submissions:submission", args=[typed]))

    assert response.url == page_of("submission", submission)


def test_the_status_piece_says_when_it_is_settled(signed_in, submission):
    assert 'data-settled="no"' in signed_in.get(page_of("status", submission)).content.decode()
    Delivery.objects.update(state="sent", sent_at=timezone.now(), settled_at=timezone.now())

    html = signed_in.get(page_of("status", submission)).content.decode()

    assert 'data-settled="yes"' in html
    assert "The document was handed over to Nurse Service." in html
    assert "<html" not in html


def test_the_team_downloads_its_copy_drawn_on_demand(signed_in, submission, member):
    response = signed_in.get(page_of("copy", submission))

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{submission.reference}.pdf"'
    assert "no-store" in response.headers["Cache-Control"]
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) >= 1
    assert Document.objects.get(audience="team").state == "rendered"
    assert reads() == [("form_documents.document", str(member.pk))]
    assert signed_in.get(page_of("copy", submission)).content == response.content


def test_the_copy_of_a_partner_is_not_given_for_the_teams_own(signed_in, submission):
    Document.objects.filter(audience="team").update(audience="somebody")

    assert signed_in.get(page_of("copy", submission)).status_code == 404


def test_a_copy_that_cannot_be_drawn_is_explained(signed_in, submission):
    document = Document.objects.get(audience="team")
    document.content = {"broken": True}
    document.save()

    response = signed_in.get(page_of("copy", submission))

    assert response.status_code == 503
    assert "The copy is not ready" in response.content.decode()
    assert reads() == []


def _lost(document):
    storages["documents"].delete(document.stored_name)


def _damaged(document):
    Path(storages["documents"].path(document.stored_name)).write_bytes(b"damaged")


def _exchanged(document):
    Document.objects.filter(pk=document.pk).update(sha256="0" * 64)


@pytest.mark.parametrize(
    ("happened", "title"),
    [
        (_lost, "The copy is not ready"),
        (_damaged, "The copy cannot be opened"),
        (_exchanged, "The copy cannot be opened"),
    ],
)
def test_a_copy_that_is_lost_or_not_as_it_was_is_explained_and_not_given(
    signed_in, submission, happened, title
):
    signed_in.get(page_of("copy", submission))
    happened(Document.objects.get(audience="team"))

    response = signed_in.get(page_of("copy", submission))

    assert response.status_code == 503
    assert title in response.content.decode()


def test_no_page_of_a_submission_is_kept_by_a_cache(signed_in, submission):
    for name in ("submission", "status", "copy"):
        cached = signed_in.get(page_of(name, submission)).headers["Cache-Control"]
        assert {"no-store", "private"} <= set(cached.split(", "))


def test_an_unknown_or_mistyped_reference_is_not_found(signed_in, submission):
    wrong = submission.reference[:-1] + ("2" if submission.reference[-1] != "2" else "3")

    assert signed_in.get(reverse("submissions:submission", args=[wrong])).status_code == 404


class TestList:
    def test_drafts_and_submissions_stand_in_one_list_newest_first(
        self, signed_in, submission, open_draft, version, organisation, member
    ):
        from forms.submissions.services import save_step, start_draft

        later = timezone.now() + timedelta(minutes=1)
        draft = start_draft(form_version=version, organisation=organisation, owner=member, now=later)
        save_step(
            draft=draft, step_key="patient", answers={"name": "Recognised"}, by=member, revision=0, now=later
        )

        html = signed_in.get(reverse("submissions:list")).content.decode()

        assert html.index("Recognised") < html.index(submission.reference)
        assert "Kept until" in html

    @pytest.mark.parametrize(
        ("outcome", "status"), [("", "under-way"), ("delivered", "delivered"), ("failed", "attention")]
    )
    def test_the_list_is_filtered_by_status(self, signed_in, submission, outcome, status):
        settled = timezone.now() if outcome else None
        Submission.objects.update(outcome=outcome, settled_at=settled)
        for wanted in ("under-way", "delivered", "attention", "drafts"):
            html = signed_in.get(reverse("submissions:list"), {"status": wanted}).content.decode()
            assert (submission.reference in html) == (wanted == status)

    def test_colleagues_submissions_are_listed_on_wish_without_names_of_patients(
        self, client, submission, organisation, now
    ):
        sign_in(client, builders.a_member(organisation, now=now, email="colleague@harbour.invalid"))

        assert submission.reference not in client.get(reverse("submissions:list")).content.decode()
        html = client.get(reverse("submissions:list"), {"whose": "team"}).content.decode()
        assert submission.reference in html
        assert "Ada" not in html
        assert reads() == []

    def test_colleagues_drafts_are_listed_to_nobody(self, client, open_draft, organisation, now):
        sign_in(client, builders.a_member(organisation, now=now, email="colleague@harbour.invalid"))

        html = client.get(reverse("submissions:list"), {"whose": "team"}).content.decode()

        assert str(open_draft.pk) not in html

    def test_a_draft_whose_form_has_a_newer_version_says_so(self, signed_in, open_draft, form, member):
        newer = "A newer version of this form exists"
        assert newer not in signed_in.get(reverse("submissions:list")).content.decode()

        a_version(form, a_spec(), by=member, now=timezone.now())

        assert newer in signed_in.get(reverse("submissions:list")).content.decode()

    def test_a_stranger_sees_an_empty_list(self, client, submission, open_draft, stranger):
        sign_in(client, stranger)
        for whose in ("", "team"):
            html = client.get(reverse("submissions:list"), {"whose": whose}).content.decode()
            assert submission.reference not in html

    def test_a_long_list_has_pages_and_a_constant_number_of_queries(
        self, signed_in, submission, version, organisation, member, django_assert_max_num_queries
    ):
        from forms.submissions.services import start_draft

        for _ in range(24):
            start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

        with django_assert_max_num_queries(13):
            html = signed_in.get(reverse("submissions:list")).content.decode()

        assert "Page 1 of 2" in html
        assert (
            submission.reference in signed_in.get(reverse("submissions:list"), {"page": 2}).content.decode()
        )


class TestStart:
    def test_it_explains_the_form_before_anything_is_typed(self, signed_in, version, partners):
        html = signed_in.get(reverse("submissions:start", args=["example"])).content.decode()

        assert "What this form is for." in html
        assert "The patient" in html
        assert "Harbour Vale Hospitals NHS Trust" in html

    def test_a_post_makes_the_draft_and_opens_it(self, signed_in, version, partners, member):
        response = signed_in.post(reverse("submissions:start", args=["example"]))

        draft = member.drafts.get()
        assert response.url == reverse("submissions:step", args=[draft.pk, "who"])

    def test_a_person_of_several_organisations_chooses(
        self, signed_in, version, partners, programme, member, now
    ):
        second = builders.an_organisation(programme, ods_code="ZZ003", name="Second Trust")
        member.memberships.create(organisation=second, started_at=now)
        url = reverse("submissions:start", args=["example"])

        assert "Second Trust" in signed_in.get(url).content.decode()
        signed_in.post(url, {"organisation": str(second.pk)})

        assert member.drafts.get().organisation == second

    def test_it_refuses_clearly_when_the_gate_allows_nothing(
        self, signed_in, version, partners, organisation, settings, member
    ):
        settings.MISSING_AGREEMENTS = {
            (organisation.ods_code, "nurse-service"), (organisation.ods_code, "homecare-one")
        }  # fmt: skip
        url = reverse("submissions:start", args=["example"])

        html = signed_in.get(url).content.decode()
        refused = signed_in.post(url)

        assert "has no service level agreement with Nurse Service" in html
        assert "Start now" not in html
        assert refused.status_code == 403
        assert not member.drafts.exists()

    def test_a_person_without_an_organisation_is_told_so(self, client, version, partners):
        sign_in(client, builders.a_user(email="nobody@example.invalid"))

        response = client.get(reverse("submissions:start", args=["example"]))

        assert "You do not belong to an organisation" in response.content.decode()
        assert client.post(reverse("submissions:start", args=["example"])).status_code == 200

    def test_a_form_that_was_never_published_is_not_found(self, signed_in, form):
        assert signed_in.get(reverse("submissions:start", args=["example"])).status_code == 404

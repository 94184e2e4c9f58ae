"""Another form like one that was sent: the team's part, and nothing of the patient."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.definitions.spec import StepSpec
from forms.registration.kind import PatientRegistration
from forms.submissions.models import Draft
from forms.submissions.prefill import FROM_THE_ORGANISATION, FROM_THE_PROFILE
from forms.submissions.repeating import NEVER_COPIED, about_the_team
from forms.submissions.services import NotTheOwner, StartRefused, save_step, start_another, start_draft
from tests import builders
from tests.integration.submissions.conftest import a_field, a_spec, a_version, sign_in
from tests.integration.submissions.sending import sent
from tests.integration.submissions.wizard import step_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(complete_draft, member, now):
    return sent(complete_draft, member, now)


def test_another_begins_with_what_the_kind_calls_the_team_s_and_nothing_else(submission, kind, member, now):
    kind.about_the_team = frozenset({"organisation"})

    draft = start_another(like=submission, by=member, now=now)

    assert draft.pk != submission.draft_id
    assert draft.work["answers"] == {"organisation": submission.answers["organisation"]}
    assert draft.work["visited"] == []
    assert AuditEvent.objects.get(action="draft.begun_like").detail["answers"] == 1


def test_a_kind_that_says_nothing_copies_nothing(submission, member, now):
    assert start_another(like=submission, by=member, now=now).work["answers"] == {}


def test_identifiers_prose_files_and_what_was_signed_are_copied_by_no_kind(kind):
    spec = a_spec()
    kind.about_the_team = frozenset(field.key for field in spec.fields())
    answers = {
        "name": "Ada",
        "number": {"kind": "nhs", "value": "9990000018"},
        "services": ["nurse", "homecare"],
        "notes": "Free text.",
        "notes_adverse_event": "no",
        "declaration": True,
    }

    copied = about_the_team(spec, answers, sent_with=spec, kind=kind, by_the_sender=True)

    assert set(copied) == {"name", "services"}
    assert {"files", "permission", "signature", "date_of_birth"} <= NEVER_COPIED


def test_an_answer_that_does_not_fit_the_form_of_today_is_left_out(kind):
    kind.about_the_team = frozenset({"name", "services"})
    changed = a_spec(steps=(*a_spec().steps[:1], StepSpec("patient", "Patient", fields=(
        a_field("name", "yes_no"),)),))  # fmt: skip

    assert about_the_team(changed, {"name": "Ada"}, sent_with=a_spec(), kind=kind, by_the_sender=True) == {}


def test_a_registration_s_patient_is_in_none_of_the_keys_that_are_copied():
    kept = PatientRegistration.about_the_team

    assert "organisation" in kept
    assert not {
        "given_name", "family_name", "date_of_birth", "health_number", "hospital_number", "home_address", "mobile",
        "landline", "email", "consultant_name", "services", "first_dose_date", "signature",
    } & kept  # fmt: skip


def test_who_sent_it_is_not_what_a_colleague_begins_with(kind, form, member, organisation, partners, now):
    spec = a_spec(
        steps=(
            StepSpec("who", "You", fields=(
                a_field("me", "short_text", settings={"autocomplete": "name"}),
                a_field("register", "short_text"),
                a_field("team", "short_text", settings={"autocomplete": "tel"}),
                a_field("where", "short_text", settings={"autocomplete": "organization"}),
            )),
        ),
        routes=(),
    )  # fmt: skip
    kind.about_the_team, kind.about_the_sender = frozenset({"register", "team"}), frozenset({"register"})
    version = a_version(form, spec, by=member, now=now)
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    answers = {"me": "Robin", "register": "NMC", "team": "020 7946 0018", "where": "Ward 3"}
    save_step(draft=draft, step_key="who", answers=answers, by=member, revision=0, now=now)
    kind.submitted = lambda event: None
    like = sent(draft, member, now)
    colleague = builders.a_member(organisation, now=now, email="colleague@harbour.invalid", name="Cory")

    own, other = (start_another(like=like, by=by, now=now) for by in (member, colleague))

    assert own.work["answers"] == answers
    assert other.work["answers"] == {"team": "020 7946 0018", "where": "Ward 3"}


def test_a_registration_s_referrer_is_who_registers():
    assert {"referrer_name", "referrer_role", "referrer_register", "referrer_number"} == (
        PatientRegistration.about_the_sender
    )
    assert PatientRegistration.about_the_sender < PatientRegistration.about_the_team


def test_a_stranger_starts_nothing_like_it(submission, stranger, now):
    with pytest.raises(NotTheOwner):
        start_another(like=submission, by=stranger, now=now)

    assert Draft.objects.count() == 1


def test_a_closed_form_starts_nothing(submission, member, form, now):
    form.live = False
    form.save()

    with pytest.raises(StartRefused, match="is closed"):
        start_another(like=submission, by=member, now=now)

    assert Draft.objects.count() == 1


def test_the_page_of_a_submission_starts_another(submission, signed_in, kind):
    kind.about_the_team = frozenset({"organisation"})
    page = signed_in.get(reverse("submissions:submission", args=[submission.reference]))
    assert "Start another like this" in page.content.decode()

    response = signed_in.post(reverse("submissions:another", args=[submission.reference]))

    draft = Draft.objects.exclude(pk=submission.draft_id).get()
    assert response["Location"] == step_url(draft, "who")
    told = f"What is about your team is filled in from {submission.reference}."
    assert told in signed_in.get(response["Location"]).content.decode()


def test_where_nothing_could_be_copied_the_page_says_so(submission, signed_in):
    page = signed_in.post(reverse("submissions:another", args=[submission.reference]), follow=True)

    assert f"Nothing of {submission.reference} could be filled in" in page.content.decode()


def test_another_is_started_by_its_own_people_and_by_pressing_a_button_only(submission, client, stranger):
    address = reverse("submissions:another", args=[submission.reference])

    assert client.post(address)["Location"].startswith("/account/")
    assert sign_in(client, stranger).post(address).status_code == 404
    assert client.get(address).status_code == 405


def test_what_is_filled_in_says_where_it_comes_from(form, member, organisation, partners, signed_in):
    spec = a_spec(
        steps=(
            StepSpec("who", "You", fields=(
                a_field("me", "short_text", settings={"autocomplete": "name"}),
                a_field("where", "short_text", settings={"autocomplete": "organization"}),
                a_field("other", "short_text"),
            )),
        )
    )  # fmt: skip
    version = a_version(form, spec, by=member, now=timezone.now())
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

    page = signed_in.get(step_url(draft, "who")).content.decode()

    assert (page.count(FROM_THE_PROFILE), page.count(FROM_THE_ORGANISATION)) == (1, 1)
    assert f'value="{member.name}"' in page
    assert f'value="{organisation.name}"' in page
    assert 'aria-describedby="id_me_known"' in page

"""Drafts of an earlier version once their time is over: carried over where all fits, else reviewed by their owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.definitions.models import Form
from forms.definitions.spec import Option, StepSpec
from forms.submissions.carrying.notices import carry_over_due
from forms.submissions.carrying.services import ReviewNeeded, carry_over, go_on_with_live
from forms.submissions.models import Draft, Submission
from forms.submissions.services import (
    ChangedElsewhere,
    DraftClosed,
    NotTheOwner,
    VersionEnded,
    save_step,
    submit,
)
from tests import builders
from tests.integration.submissions.conftest import a_field, a_spec, a_version
from tests.integration.submissions.wizard import answer, answers_of, hidden, step_url

pytestmark = pytest.mark.django_db


def changed_spec(change):
    """Return the example form with every question put through `change`, which may drop it."""
    spec = a_spec()
    return replace(
        spec,
        steps=tuple(
            replace(step, fields=tuple(one for one in map(change, step.fields) if one)) for step in spec.steps
        ),
    )


def relabelled():
    return changed_spec(lambda one: replace(one, label="Full name") if one.key == "name" else one)


def without_homecare():
    nurse_only = (Option("nurse", "Nurse service"), Option("app", "App"))
    return changed_spec(lambda one: replace(one, options=nurse_only) if one.key == "services" else one)


def with_another_question():
    spec = a_spec()
    who, patient, *others = spec.steps
    phone = a_field("phone", "phone", label="Phone")
    return replace(spec, steps=(who, replace(patient, fields=(*patient.fields, phone)), *others))


def redeclared():
    return changed_spec(
        lambda one: replace(one, settings={"statement": "I swear."}) if one.key == "declaration" else one
    )


def publish_over(form, spec, member, *, until):
    """Publish the next version, whose form says until when drafts of earlier ones may be sent."""
    version = a_version(form, spec, by=member, now=timezone.now())
    live = Form.objects.get(pk=form.pk)
    live.live, live.drafts_until = True, until
    live.save(update_fields=["live", "drafts_until"])
    return version


@pytest.fixture
def over(form, member):
    """Return how a version is published whose predecessors' drafts may not be sent any more."""
    return lambda spec: publish_over(form, spec, member, until=timezone.now() - timedelta(minutes=1))


def review_url(draft):
    return reverse("submissions:changed", args=[draft.pk])


class TestBeforeTheDate:
    def test_a_draft_stays_on_its_version_and_is_sent(self, ready_draft, form, member):
        publish_over(form, relabelled(), member, until=timezone.now() + timedelta(days=1))

        submission = submit(draft=ready_draft, by=member, revision=ready_draft.revision, now=timezone.now())

        assert submission.form_version_id == ready_draft.form_version_id
        assert carry_over_due(timezone.now()) == (0, 0)

    def test_without_a_date_it_stays_for_good(self, ready_draft, form, member):
        publish_over(form, without_homecare(), member, until=None)

        assert carry_over_due(timezone.now() + timedelta(days=10)) == (0, 0)

    def test_publishing_during_a_submit_changes_nothing_of_it(self, ready_draft, form, member):
        """The version that was checked is the version that is sent."""
        shown = ready_draft.revision
        publish_over(form, without_homecare(), member, until=timezone.now() + timedelta(days=1))

        submission = submit(draft=ready_draft, by=member, revision=shown, now=timezone.now())

        assert submission.form_version.number == 1


class TestWhatFits:
    def test_the_job_carries_it_over_and_the_trail_says_so(self, ready_draft, over):
        version = over(relabelled())
        before = answers_of(ready_draft)

        assert carry_over_due(timezone.now()) == (1, 0)

        draft = Draft.objects.get(pk=ready_draft.pk)
        assert draft.form_version_id == version.pk
        assert draft.work["answers"] == before
        event = AuditEvent.objects.get(action="draft.carried_over")
        assert event.actor == "worker"
        assert event.detail["form_version"] == str(version.pk)
        assert not mail.outbox

    def test_opening_it_carries_it_over_and_says_so(self, signed_in, ready_draft, over):
        version = over(relabelled())

        page = signed_in.get(reverse("submissions:resume", args=[ready_draft.pk]), follow=True)

        assert "All your answers fit the new version" in page.text
        assert Draft.objects.get(pk=ready_draft.pk).form_version_id == version.pk

    def test_a_new_question_is_asked_before_it_can_be_sent(self, signed_in, ready_draft, over):
        over(with_another_question())

        page = signed_in.get(reverse("submissions:check", args=[ready_draft.pk]), follow=True)

        assert page.redirect_chain[-1][0].endswith("/step/patient/")
        assert "Phone" in page.text

    def test_what_is_posted_meanwhile_is_kept(self, signed_in, ready_draft, over, pages):
        shown = signed_in.get(step_url(ready_draft, "patient"))
        over(relabelled())
        posted = {**hidden(shown), **pages["patient"], "name": "Newname"}

        signed_in.post(step_url(ready_draft, "patient"), posted)

        assert answers_of(ready_draft)["name"] == "Newname"
        assert Draft.objects.get(pk=ready_draft.pk).form_version.number == 2


class TestWhatDoesNotFit:
    @pytest.mark.parametrize("spec", [without_homecare, redeclared])
    def test_nothing_is_changed_until_the_owner_goes_on(self, ready_draft, over, spec):
        over(spec())
        before = answers_of(ready_draft)

        with pytest.raises(ReviewNeeded):
            carry_over(draft=ready_draft, now=timezone.now())

        draft = Draft.objects.get(pk=ready_draft.pk)
        assert draft.form_version_id == ready_draft.form_version_id
        assert draft.work["answers"] == before

    def test_the_owner_is_told_once_by_mail_without_an_answer(self, ready_draft, over, member):
        over(without_homecare())

        assert carry_over_due(timezone.now()) == (0, 1)
        assert carry_over_due(timezone.now()) == (0, 0)

        (sent,) = mail.outbox
        assert sent.to == [member.email]
        assert reverse("submissions:resume", args=[ready_draft.pk]) in sent.body
        for answer_ in ("Homecare", answers_of(ready_draft)["name"]):
            assert answer_ not in sent.body + sent.subject
        assert AuditEvent.objects.filter(action="draft.review_asked").count() == 1

    def test_the_page_says_what_to_review_and_shows_what_does_not_fit(self, signed_in, ready_draft, over):
        over(without_homecare())

        page = signed_in.get(reverse("submissions:resume", args=[ready_draft.pk]), follow=True)

        assert page.redirect_chain[-1][0] == review_url(ready_draft)
        assert "This form has changed since you began it" in page.text
        assert "This answer cannot be given any more." in page.text
        assert "Homecare" in page.text

    def test_going_on_drops_only_what_does_not_fit(self, signed_in, ready_draft, over):
        version = over(without_homecare())
        page = signed_in.get(review_url(ready_draft))

        moved = signed_in.post(
            review_url(ready_draft), {"revision": str(page.context["revision"])}, follow=True
        )

        draft = Draft.objects.get(pk=ready_draft.pk)
        assert draft.form_version_id == version.pk
        assert "services" not in draft.work["answers"]
        assert draft.work["answers"]["name"]
        assert moved.redirect_chain[-1][0].endswith("/step/services/")
        assert "services" in AuditEvent.objects.get(action="draft.carried_over").detail["dropped"]

    def test_a_question_that_is_gone_is_listed_with_its_answer(self, signed_in, ready_draft, over):
        over(changed_spec(lambda one: None if one.key == "born" else one))

        page = signed_in.get(review_url(ready_draft)).text

        assert "Not asked any more: Date of birth." in page

    def test_a_declaration_in_other_words_is_given_again(self, signed_in, ready_draft, over):
        over(redeclared())

        page = signed_in.get(review_url(ready_draft)).text

        assert "it is to be read and given again" in page

    def test_what_is_posted_to_the_earlier_version_is_kept_there_first(
        self, signed_in, ready_draft, over, pages
    ):
        shown = signed_in.get(step_url(ready_draft, "patient"))
        over(without_homecare())
        posted = {**hidden(shown), **pages["patient"], "name": "Newname"}

        page = signed_in.post(step_url(ready_draft, "patient"), posted, follow=True)

        assert answers_of(ready_draft)["name"] == "Newname"
        assert page.redirect_chain[-1][0] == review_url(ready_draft)

    def test_answers_changed_in_another_tab_are_read_again_first(self, ready_draft, over, member):
        over(without_homecare())

        with pytest.raises(ChangedElsewhere):
            go_on_with_live(
                draft=ready_draft, by=member, revision=ready_draft.revision - 1, now=timezone.now()
            )

        assert Draft.objects.get(pk=ready_draft.pk).form_version_id == ready_draft.form_version_id

    def test_only_the_owner_goes_on(self, ready_draft, over, organisation, now):
        over(without_homecare())
        other = builders.a_member(organisation, now=now, email="other@harbour.invalid")

        with pytest.raises(NotTheOwner):
            go_on_with_live(draft=ready_draft, by=other, revision=ready_draft.revision, now=timezone.now())

    def test_an_expired_draft_goes_nowhere(self, ready_draft, over, member):
        over(without_homecare())
        later = ready_draft.expires_at + timedelta(days=1)

        with pytest.raises(DraftClosed):
            go_on_with_live(draft=ready_draft, by=member, revision=ready_draft.revision, now=later)
        assert carry_over_due(later) == (0, 0)


class TestSendingInBetween:
    def test_an_earlier_version_is_not_sent_after_the_date(self, ready_draft, over, member):
        over(relabelled())

        with pytest.raises(VersionEnded):
            submit(draft=ready_draft, by=member, revision=ready_draft.revision, now=timezone.now())

        assert not Submission.objects.exists()

    def test_the_page_says_so_in_words_and_leads_on(self, signed_in, ready_draft, over):
        checked = signed_in.get(reverse("submissions:check", args=[ready_draft.pk]))
        over(relabelled())

        page = signed_in.post(
            reverse("submissions:submit", args=[ready_draft.pk]),
            {"revision": str(checked.context["revision"])},
            follow=True,
        )

        assert "Nothing was sent: this form has changed" in page.text
        assert not Submission.objects.exists()
        assert Draft.objects.get(pk=ready_draft.pk).form_version.number == 2


def test_a_save_that_meets_a_draft_on_its_way_is_told(ready_draft, over, member):
    begun = Draft.objects.get(pk=ready_draft.pk)
    over(relabelled())
    carry_over(draft=ready_draft, now=timezone.now())

    with pytest.raises(ChangedElsewhere):
        save_step(
            draft=begun,
            step_key="patient",
            answers={"name": "Late"},
            by=member,
            revision=begun.revision,
            now=timezone.now(),
        )


def test_somebody_else_never_sees_what_does_not_fit(client, ready_draft, over, organisation, now):
    over(without_homecare())
    client.force_login(builders.a_member(organisation, now=now, email="other@harbour.invalid"))

    assert client.get(review_url(ready_draft)).status_code in (302, 404)
    assert client.post(review_url(ready_draft)).status_code in (302, 404)


def test_an_answer_that_a_stricter_check_refuses_is_reviewed(ready_draft, over):
    over(changed_spec(lambda one: replace(one, settings={"max_length": 1}) if one.key == "name" else one))

    with pytest.raises(ReviewNeeded) as needed:
        carry_over(draft=ready_draft, now=timezone.now())

    assert [one.key for one in needed.value.carried.misfits] == ["name"]


def test_a_new_step_is_opened_before_what_follows(signed_in, ready_draft, over):
    spec = a_spec()
    more = StepSpec("more", "More", fields=(a_field("phone", "phone", label="Phone"),))
    over(replace(spec, steps=(*spec.steps[:2], more, *spec.steps[2:])))

    page = signed_in.get(reverse("submissions:resume", args=[ready_draft.pk]), follow=True)

    assert page.redirect_chain[-1][0].endswith("/step/more/")
    answer(signed_in, ready_draft, "more", {"phone": "020 7946 0018"})
    assert signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).status_code == 200

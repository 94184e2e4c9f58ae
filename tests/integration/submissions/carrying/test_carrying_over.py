"""Drafts of an earlier version once their time is over: carried over where every answer fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.definitions.spec import StepSpec
from forms.submissions.carrying.notices import carry_over_due
from forms.submissions.carrying.services import carry_over
from forms.submissions.models import Draft, Submission
from forms.submissions.services import (
    ChangedElsewhere,
    VersionEnded,
    save_step,
    submit,
)
from tests.integration.submissions.carrying.conftest import (
    publish_over,
    relabelled,
    with_another_question,
    without_homecare,
)
from tests.integration.submissions.conftest import a_field, a_spec
from tests.integration.submissions.wizard import answer, answers_of, hidden, step_url

pytestmark = pytest.mark.django_db


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


def test_a_new_step_is_opened_before_what_follows(signed_in, ready_draft, over):
    spec = a_spec()
    more = StepSpec("more", "More", fields=(a_field("phone", "phone", label="Phone"),))
    over(replace(spec, steps=(*spec.steps[:2], more, *spec.steps[2:])))

    page = signed_in.get(reverse("submissions:resume", args=[ready_draft.pk]), follow=True)

    assert page.redirect_chain[-1][0].endswith("/step/more/")
    answer(signed_in, ready_draft, "more", {"phone": "020 7946 0018"})
    assert signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).status_code == 200

"""Drafts of an earlier version whose answers do not all fit: reviewed by their owner, then moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.submissions.carrying.notices import carry_over_due
from forms.submissions.carrying.services import ReviewNeeded, carry_over, go_on_with_live
from forms.submissions.models import Draft
from forms.submissions.services import (
    ChangedElsewhere,
    DraftClosed,
    NotTheOwner,
)
from tests import builders
from tests.integration.submissions.carrying.conftest import (
    changed_spec,
    redeclared,
    without_homecare,
)
from tests.integration.submissions.wizard import answers_of, hidden, step_url

pytestmark = pytest.mark.django_db


def review_url(draft):
    return reverse("submissions:changed", args=[draft.pk])


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

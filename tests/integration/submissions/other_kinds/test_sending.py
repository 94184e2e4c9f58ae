"""What a kind of another floor sends, refuses and asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Partner
from forms.definitions.spec import FieldSpec, StepSpec
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.admission import reasons_to_refuse
from forms.submissions.models import Submission
from forms.submissions.notifications import notify_overdue
from forms.submissions.reconciling import settle_missed
from forms.submissions.services import (
    save_step,
)
from forms.submissions.settling import settle
from tests.integration.submissions.conftest import sign_in
from tests.integration.submissions.other_kinds.elsewhere import SHARED, completed, the_spec, url
from tests.integration.submissions.sending import nothing_was_sent, sent

pytestmark = pytest.mark.django_db


def test_a_form_that_goes_nowhere_is_settled_at_once_and_nobody_is_mailed(
    other_ready, member, mailoutbox, django_assert_num_queries
):
    at = timezone.now()
    submission = sent(other_ready, member, at)

    assert (submission.outcome, submission.settled_at, submission.notified_at) == ("delivered", at, at)
    assert not Document.objects.exists()
    assert not Delivery.objects.exists()
    assert settle_missed(at + timedelta(hours=1)) == (0, 0)
    assert notify_overdue(at + timedelta(hours=1)) == 0
    settle(submission.pk, at)
    assert Submission.objects.get().outcome == "delivered"
    assert mailoutbox == []


def test_a_form_that_goes_nowhere_asks_neither_gate_nor_safety_texts(
    client, other_ready, organisation, member, settings
):
    settings.REGISTRATION_GATE = "tests.integration.submissions.other_kinds.elsewhere.NeverAsked"
    settings.REFUSE_PLACEHOLDERS = True

    assert reasons_to_refuse(spec=the_spec(), organisation=organisation, on=timezone.localdate()) == ()
    assert sign_in(client, member).get(url("check", other_ready)).status_code == 200
    assert sent(other_ready, member, timezone.now()).reference


def test_what_the_kind_refuses_is_shown_and_nothing_is_sent(client, other_draft, elsewhere, member):
    completed(other_draft, member, name="Refuse me")
    sign_in(client, member)
    revision = client.get(url("check", other_draft)).context["revision"]

    answer = client.post(url("submit", other_draft), {"revision": revision})

    assert answer.status_code == 422
    assert len(elsewhere.events) == 1
    page = answer.content.decode()
    assert "Nothing has gone out yet" in page
    assert "The text of the agreement was withdrawn. Ask the programme office." in page
    assert nothing_was_sent(other_draft)


def test_free_text_about_no_patient_brings_no_adverse_event_notice(client, other_draft, member, programme):
    save_step(
        draft=other_draft,
        step_key="first",
        answers={"name": "Ada"},
        by=member,
        revision=0,
        now=timezone.now(),
    )

    page = sign_in(client, member).get(url("step", other_draft, "second")).content.decode()

    assert "Placeholder text: Adverse event" not in page.partition("<main")[2].partition("</main")[0]


def test_a_partner_question_still_offers_partners(other_form, partners, organisation, member, elsewhere):
    from forms.submissions.surroundings import offer_to

    chooses = FieldSpec("provider", "partner", "Provider", settings={"role": "homecare"}, disclosures=SHARED)
    spec = the_spec(steps=(StepSpec("first", "First", fields=(chooses,)),))

    offered = offer_to(spec, organisation, timezone.localdate())

    assert {one.role for one in offered.allowed} == {Partner.Role.NURSE, Partner.Role.HOMECARE}

"""Whoever only signs agreements meets no draft, no submission and no document on any page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import may_see_patient_data, person_of, visible_to
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission
from forms.submissions.notifications import notify
from forms.submissions.services import NotTheOwner, start_draft, submit
from tests.builders import a_member, a_partner, a_user
from tests.integration.submissions.conftest import sign_in
from tests.integration.submissions.sending import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def signatory(organisation, now):
    return a_member(
        organisation, now=now, role="signatory", email="sam@harbour.invalid", name="Sam Signatory"
    )


@pytest.fixture
def submission(ready_draft, member):
    from django.utils import timezone

    return sent(ready_draft, member, timezone.now())


@pytest.mark.parametrize("model", [Draft, Submission, Document, Delivery])
def test_no_row_with_patient_data_is_a_signatorys(submission, signatory, model):
    person = person_of(signatory)

    assert not visible_to(person, model).exists()
    assert not may_see_patient_data(person, model.objects.first())


@pytest.mark.parametrize("name", ["submission", "status", "copy"])
def test_no_page_of_a_submission_opens(client, submission, signatory, name):
    sign_in(client, signatory)

    assert client.get(reverse(f"submissions:{name}", args=[submission.reference])).status_code == 404


def test_a_search_finds_nothing(client, submission, signatory):
    sign_in(client, signatory)

    for typed in (submission.reference, "999 000 0018"):
        page = client.post(reverse("submissions:search"), {"wanted": typed}).content.decode()
        assert f"/{submission.reference}/" not in page


def test_the_list_says_plainly_what_the_account_is_for(client, submission, signatory):
    page = sign_in(client, signatory).get(reverse("submissions:list")).content.decode()

    assert "You sign agreements here" in page
    assert "Sam Signatory of Harbour Vale Hospitals NHS Trust" in page
    assert submission.reference not in page
    assert "Start:" not in page


def test_a_member_of_the_sponsor_is_told_the_same(client, programme, now):
    user = a_user(email="pat@pharma.invalid", name="Pat Pharma")
    sponsor = a_partner(programme, role="sponsor", code="sponsor", name="Example Pharma")
    Membership.objects.create(user=user, partner=sponsor, started_at=now)

    page = sign_in(client, user).get(reverse("submissions:list")).content.decode()

    assert "You sign agreements here" in page
    assert "Pat Pharma of Example Pharma" in page


def test_a_signatory_starts_no_form(client, version, organisation, signatory, now):
    page = sign_in(client, signatory).post(reverse("submissions:start", args=["example"]))

    assert "Start now" not in page.content.decode()
    with pytest.raises(NotTheOwner):
        start_draft(form_version=version, organisation=organisation, owner=signatory, now=now)


def test_whoever_became_a_signatory_neither_opens_nor_sends_an_earlier_draft(
    client, complete_draft, member, now
):
    Membership.objects.filter(user=member).update(role="signatory")
    member = type(member).objects.get(pk=member.pk)

    assert (
        sign_in(client, member).get(reverse("submissions:resume", args=[complete_draft.pk])).status_code
        == 404
    )
    with pytest.raises(NotTheOwner):
        submit(draft=complete_draft, by=member, revision=complete_draft.revision, now=now)


def test_whoever_became_a_signatory_is_told_of_no_outcome(submission, member, now, mailoutbox):
    Membership.objects.filter(user=member).update(role="signatory")
    Submission.objects.update(outcome="delivered", settled_at=now)

    assert "left the organisation" in notify(submission_id=submission.pk, now=now)
    assert mailoutbox == []


def test_a_sponsor_is_never_on_offer(programme, organisation, partners, now):
    from forms.submissions.surroundings import offer_for

    a_partner(programme, role="sponsor", code="sponsor")

    assert {one.role for one in offer_for(organisation, now.date()).partners} == {"nurse", "homecare"}

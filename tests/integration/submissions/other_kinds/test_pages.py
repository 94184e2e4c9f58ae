"""A kind of another floor reuses the wizard under its own addresses, and stands among no registrations."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from forms.submissions.models import Draft, Submission
from forms.submissions.services import (
    start_draft,
)
from tests.builders import a_user
from tests.integration.submissions.conftest import sign_in
from tests.integration.submissions.other_kinds.elsewhere import url
from tests.integration.submissions.sending import sent

pytestmark = pytest.mark.django_db
REGISTRATION_WORDS = (
    "registration",
    "patient",
    "Check your answers",
    "Come back later",
    "My registrations</a>",
)


def test_the_wizard_runs_through_under_the_other_addresses(
    client, other_draft, elsewhere, member, mailoutbox
):
    sign_in(client, member)
    first = client.get(url("resume", other_draft), follow=True)
    assert first.request["PATH_INFO"] == url("step", other_draft, "first")
    client.post(url("step", other_draft, "first"), {"name": "Ada"})
    answer = client.post(url("step", other_draft, "second"), {"remarks": ""})
    assert answer.url == url("check", other_draft)
    page = client.get(answer.url)

    done = client.post(url("submit", other_draft), {"revision": page.context["revision"]})

    submission = Submission.objects.get()
    assert done.url == f"/elsewhere/?reference={submission.reference}"
    (event,) = elsewhere.events
    assert (event.draft_id, event.organisation_id, event.actor) == (
        other_draft.pk,
        submission.organisation_id,
        member,
    )
    assert mailoutbox == []


def test_every_page_speaks_in_the_kinds_own_words(client, other_ready, member):
    sign_in(client, member)
    step = client.get(url("step", other_ready, "first")).content.decode()
    check = client.get(url("check", other_ready)).content.decode()
    discard = client.get(url("discard", other_ready)).content.decode()

    assert "Back to the checklist" in step
    assert "Check and put out for signature" in step
    for words in ("Check the particulars", "Go to the end", "The authorised signatory reads this next."):
        assert words in check
    assert "Put out for signature</button>" in check
    assert 'href="/elsewhere/?of=' in check
    assert ">Agreements</a>" in discard
    assert "Who will receive what" not in check
    for page in (step, check, discard):
        main = page.partition("<main")[2].partition("</main")[0]
        assert not [word for word in REGISTRATION_WORDS if word in main]


def test_leaving_and_deleting_lead_to_the_kinds_own_page(client, other_draft, member):
    sign_in(client, member)
    home = f"/elsewhere/?of={other_draft.organisation_id}"

    left = client.post(url("step", other_draft, "first"), {"name": "Ada", "later": "1"})
    assert left.url == home
    assert client.post(url("discard", other_draft)).url == home

    gone = client.get(url("check", other_draft))
    assert gone.status_code == 410
    assert "The particulars were deleted" in gone.content.decode()
    assert "Go to the checklist" in gone.content.decode()


def test_a_sent_draft_leads_to_where_its_kind_says(client, other_ready, member):
    sent(other_ready, member, timezone.now())
    sign_in(client, member)

    assert client.get(url("check", other_ready)).url == "/elsewhere/"
    posted = client.post(url("step", other_ready, "first"), {"name": "Bob"})
    assert posted.status_code == 409
    assert "It is out for signature" in posted.content.decode()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("resume", "get"),
        ("check", "get"),
        ("submit", "get"),
        ("submit", "post"),
        ("discard", "get"),
        ("discard", "post"),
    ],
)
def test_each_namespace_refuses_the_drafts_of_the_other(
    client, other_ready, ready_draft, member, name, method
):
    sign_in(client, member)

    assert getattr(client, method)(url(name, other_ready, namespace="submissions")).status_code == 404
    assert getattr(client, method)(url(name, ready_draft)).status_code == 404
    assert not Submission.objects.exists()
    assert set(Draft.objects.values_list("state", flat=True)) == {"open"}


def test_each_namespace_refuses_the_pages_of_the_other(client, other_ready, ready_draft, member):
    sign_in(client, member)

    for page in (
        url("step", other_ready, "first", namespace="submissions"),
        url("step", ready_draft, "patient"),
    ):
        assert client.get(page).status_code == 404
        assert client.post(page, {"name": "Mallory"}).status_code == 404
    assert Draft.objects.get(pk=other_ready.pk).work["answers"]["name"] == "Ada"


def test_the_other_kind_stands_among_no_registrations(client, other_ready, ready_draft, member):
    registration = sent(ready_draft, member, timezone.now())
    waiting = start_draft(
        form_version=other_ready.form_version,
        organisation=other_ready.organisation,
        owner=member,
        now=timezone.now(),
    )
    other = sent(other_ready, member, timezone.now())
    sign_in(client, member)

    for query in ("", "?status=drafts", "?status=delivered", "?whose=team"):
        page = client.get(reverse("submissions:list") + query).content.decode()
        assert other.reference not in page
        assert "Particulars" not in page
        assert str(waiting.pk) not in page
    assert registration.reference in client.get(reverse("submissions:list")).content.decode()
    found = client.post(reverse("submissions:search"), {"wanted": other.reference}).content.decode()
    assert "Nothing found" in found
    for name in ("submission", "status", "copy"):
        assert client.get(reverse(f"submissions:{name}", args=[other.reference])).status_code == 404
    assert client.get(reverse("submissions:start", args=["particulars"])).status_code == 404


def test_the_admins_list_leaves_the_other_kind_out(client, other_ready, ready_draft, member):
    registration, other = (sent(one, member, timezone.now()) for one in (ready_draft, other_ready))
    boss = a_user(email="boss@programme.invalid", is_staff=True, is_superuser=True)
    sign_in(client, boss)

    page = client.get(reverse("submissions_admin:index")).content.decode()

    assert registration.reference in page
    assert other.reference not in page
    assert client.get(reverse("submissions_admin:detail", args=[other.pk])).status_code == 404

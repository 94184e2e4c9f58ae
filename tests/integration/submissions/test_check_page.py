"""The last page before sending, and sending from it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import Destination
from forms.submissions.models import Submission
from forms.submissions.services import save_step, start_draft
from forms.submissions.views.check import CONFIRM_DUPLICATE
from tests.integration.submissions.conftest import (
    filled,
)
from tests.integration.submissions.wizard import answers_of, hidden, step_url

pytestmark = pytest.mark.django_db


def test_a_changed_answer_leads_back_to_the_check_page(signed_in, ready_draft, pages):
    url = step_url(ready_draft, "patient") + "?change=1"
    page = signed_in.get(url)

    response = signed_in.post(url, {**hidden(page), **pages["patient"], "name": "Grace"})

    assert response.url == reverse("submissions:check", args=[ready_draft.pk])
    assert "Grace" in signed_in.get(response.url).content.decode()


def test_the_check_page_shows_answers_what_follows_and_who_receives_what(signed_in, ready_draft):
    html = signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).content.decode()

    for text in ("Ada", "31 March 1980", "999 000 0018", "Age group", "Nurse Service", "Homecare One"):
        assert text in html
    assert f'href="{step_url(ready_draft, "patient")}?change=1#id_born_day"' in html


def test_what_follows_from_an_answer_stands_right_after_it(signed_in, ready_draft):
    html = signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).content.decode()

    assert html.index("31 March 1980") < html.index("Age group") < html.index("999 000 0018")


def test_a_character_that_the_document_lacks_is_said_before_sending(signed_in, ready_draft, member):
    save_step(
        draft=ready_draft, step_key="patient", answers={**ready_draft.work["answers"], "name": "山田 Ó Zoë"},
        by=member, revision=ready_draft.revision, now=timezone.now(),
    )  # fmt: skip

    html = signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).content.decode()

    assert "Some characters of “Name” cannot be printed in the document; they appear as a code." in html
    assert html.count("cannot be printed") == 1
    assert '<button class="button" type="submit">Send</button>' in html


def test_the_check_page_leads_to_its_end_and_says_what_sending_means(signed_in, ready_draft):
    html = signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).content.decode()

    assert 'href="#send"' in html
    assert 'id="send"' in html
    assert "your declaration and signature cover the answers above" in html


def test_the_check_page_warns_of_what_is_unusual_and_lets_it_be_sent(signed_in, ready_draft, member):
    answers = {**ready_draft.work["answers"], "name": "Soft"}
    save_step(
        draft=ready_draft, step_key="patient", answers=answers, by=member,
        revision=ready_draft.revision, now=timezone.now(),
    )  # fmt: skip

    html = signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).content.decode()

    assert "Is this really the name?" in html
    assert '<button class="button" type="submit">Send</button>' in html


def test_changing_answers_between_check_and_send_shows_them_again(signed_in, ready_draft, member):
    seen = ready_draft.revision
    answers = {**ready_draft.work["answers"], "name": "Grace"}
    save_step(
        draft=ready_draft, step_key="patient", answers=answers, by=member, revision=seen, now=timezone.now()
    )

    response = signed_in.post(reverse("submissions:submit", args=[ready_draft.pk]), {"revision": seen})

    assert response.status_code == 409
    assert "The answers were changed after you opened this page" in response.content.decode()
    assert not Submission.objects.exists()


def test_a_double_click_on_send_shows_one_confirmation(signed_in, ready_draft):
    url = reverse("submissions:submit", args=[ready_draft.pk])
    form = {"revision": ready_draft.revision}

    first, second = signed_in.post(url, form), signed_in.post(url, form)

    assert first.url == second.url
    assert Submission.objects.count() == 1


def test_send_by_get_sends_nothing(signed_in, ready_draft):
    response = signed_in.get(reverse("submissions:submit", args=[ready_draft.pk]))

    assert response.url == reverse("submissions:check", args=[ready_draft.pk])
    assert not Submission.objects.exists()


def test_a_duplicate_is_shown_with_its_reference_and_sent_after_a_clear_yes(
    signed_in, ready_draft, version, organisation, partners, member
):
    signed_in.post(reverse("submissions:submit", args=[ready_draft.pk]), {"revision": ready_draft.revision})
    first = Submission.objects.get()
    now = timezone.now()
    again = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
    filled(again, organisation, partners, member, now)
    url = reverse("submissions:submit", args=[again.pk])

    warned = signed_in.post(url, {"revision": again.revision})
    assert warned.status_code == 409
    assert first.reference in warned.content.decode()
    html = warned.content.decode()
    assert re.search(r"<title>\s*Error: ", html)
    assert f'<a href="#accept_duplicate">{CONFIRM_DUPLICATE}</a>' in html
    assert html.index('id="error-summary"') < html.index("tick the box at the foot of this page")
    assert re.search(r'aria-describedby="accept_duplicate_error earlier"', html)
    assert html.count(CONFIRM_DUPLICATE) == 2
    assert signed_in.post(url, {"revision": again.revision, "accept_duplicate": "no"}).status_code == 409
    assert Submission.objects.count() == 1

    signed_in.post(url, {"revision": again.revision, "accept_duplicate": "yes"})
    assert Submission.objects.count() == 2


def test_what_cannot_be_delivered_is_said_and_nothing_is_lost(signed_in, ready_draft, partners):
    Destination.objects.filter(partner=partners[1]).delete()

    response = signed_in.post(
        reverse("submissions:submit", args=[ready_draft.pk]), {"revision": ready_draft.revision}
    )

    assert response.status_code == 422
    assert "Homecare One has no approved address" in response.content.decode()
    assert answers_of(ready_draft)["name"] == "Ada"

"""A person goes through the pages of a form."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from forms.submissions.models import Submission
from tests.integration.submissions.wizard import answer, answers_of, hidden, posts_provider, step_url

pytestmark = pytest.mark.django_db


def test_a_person_goes_through_every_page_and_sends(signed_in, open_draft, pages):
    client, draft = signed_in, open_draft
    assert client.get(reverse("submissions:resume", args=[draft.pk])).url == step_url(draft, "who")
    for key, following in zip(pages, [*list(pages)[1:], None], strict=True):
        response = answer(client, draft, key, pages[key])
        expected = step_url(draft, following) if following else reverse("submissions:check", args=[draft.pk])
        assert (response.status_code, response.url) == (302, expected)

    check = client.get(reverse("submissions:check", args=[draft.pk]))
    revision = re.search(r'name="revision" value="(\d+)"', check.content.decode())[1]
    sent = client.post(reverse("submissions:submit", args=[draft.pk]), {"revision": revision})

    submission = Submission.objects.get()
    assert sent.url == reverse("submissions:submission", args=[submission.reference]) + "?sent=1"
    confirmation = client.get(sent.url).content.decode()
    assert submission.reference in confirmation
    assert "The nurse service calls the patient." in confirmation


def test_a_page_ahead_of_the_first_incomplete_one_leads_back(signed_in, open_draft):
    for key in ("patient", "services", "confirm"):
        assert signed_in.get(step_url(open_draft, key)).url == step_url(open_draft, "who")
    assert signed_in.get(reverse("submissions:check", args=[open_draft.pk])).url == step_url(
        open_draft, "who"
    )


def test_a_page_the_answers_do_not_lead_to_is_not_opened(signed_in, open_draft, pages):
    pages["services"] = {"services": ["nurse"]}
    for key in ("who", "patient", "services"):
        answer(signed_in, open_draft, key, pages[key])

    assert signed_in.get(step_url(open_draft, "delivery")).url == step_url(open_draft, "confirm")


def test_posting_out_of_order_keeps_what_was_typed_and_leads_back(signed_in, open_draft, pages):
    response = signed_in.post(step_url(open_draft, "patient"), pages["patient"])

    assert response.url == step_url(open_draft, "who")
    assert answers_of(open_draft)["name"] == "Ada"


def test_an_unknown_step_is_not_found(signed_in, open_draft):
    assert signed_in.get(step_url(open_draft, "nowhere")).status_code == 404
    assert signed_in.post(step_url(open_draft, "nowhere"), {}).status_code == 404


def test_an_error_names_the_question_links_to_it_and_keeps_the_other_answers(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])
    response = answer(
        signed_in, open_draft, "patient", {**pages["patient"], "born_day": "31", "born_month": "02"}
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert re.search(r"<title>\s*Error: The patient", html)
    assert 'role="alert"' in html
    assert 'href="#id_born_day"' in html
    assert 'id="id_born_day"' in html
    assert 'value="Ada"' in html
    assert 'value="999 000 0018"' in html
    assert "name" not in answers_of(open_draft)


def test_a_rule_across_questions_is_shown_beside_its_question(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])

    response = answer(signed_in, open_draft, "patient", {**pages["patient"], "name": "Hard"})

    assert response.content.decode().count("This name cannot be registered.") == 2
    assert "name" not in answers_of(open_draft)


def test_a_rule_is_shown_together_with_what_else_is_wrong_on_the_page(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])

    page = answer(signed_in, open_draft, "patient", {**pages["patient"], "name": "Hard", "born_day": "32"})

    html = page.content.decode()
    assert page.status_code == 200
    assert "This name cannot be registered." in html
    assert 'href="#id_born_day"' in html


def test_an_answer_that_breaks_a_rule_of_an_earlier_page_is_told_on_the_next_one(
    signed_in, open_draft, pages
):
    pages["patient"]["name"] = "Slow"
    pages["delivery"] = {"notes": "fast", "notes_adverse_event": "no"}

    for key in ("who", "patient", "services", "delivery"):
        response = answer(signed_in, open_draft, key, pages[key])

    assert response.status_code == 302
    assert "The name and the notes do not fit." in signed_in.get(response.url).content.decode()


def test_save_and_come_back_later_keeps_what_is_valid_and_says_what_is_not(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])
    wrong = {**pages["patient"], "born_day": "31", "born_month": "2", "number_number": ""}

    response = answer(signed_in, open_draft, "patient", wrong, later="1")

    assert response.url == reverse("submissions:list")
    assert answers_of(open_draft).keys() == {"organisation", "name"}
    page = signed_in.get(response.url).content.decode()
    assert "Your answers are saved." in page
    assert "Date of birth" in page
    resumed = signed_in.get(reverse("submissions:resume", args=[open_draft.pk]))
    assert resumed.url == step_url(open_draft, "patient")
    assert 'value="Ada"' in signed_in.get(resumed.url).content.decode()


def test_saving_an_empty_page_for_later_complains_about_nothing(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])

    response = answer(signed_in, open_draft, "patient", {}, later="1")

    assert "Not saved" not in signed_in.get(response.url).content.decode()


def test_a_changed_answer_that_opens_a_page_leads_there_first(signed_in, open_draft, pages):
    pages["services"] = {"services": ["nurse"]}
    for key in ("who", "patient", "services", "confirm"):
        answer(signed_in, open_draft, key, pages[key])
    url = step_url(open_draft, "services") + "?change=1"
    page = signed_in.get(url)

    response = signed_in.post(
        url, {**hidden(page), "services": ["nurse", "homecare"], "provider": posts_provider(open_draft)}
    )

    assert response.url == step_url(open_draft, "delivery") + "?change=1"

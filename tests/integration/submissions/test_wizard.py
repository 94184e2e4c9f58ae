from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from directory.models import Destination, Partner
from forms.definitions.spec import Disclosure, StepSpec
from forms.submissions.models import Draft, Submission
from forms.submissions.services import save_step, start_draft
from forms.submissions.views.check import CONFIRM_DUPLICATE
from tests import builders
from tests.integration.submissions.conftest import (
    NURSE_CHOSEN,
    a_field,
    a_spec,
    a_version,
    filled,
    posts,
    sign_in,
)

pytestmark = pytest.mark.django_db


def step_url(draft, key):
    return reverse("submissions:step", args=[draft.pk, key])


def hidden(response):
    """Return the hidden fields of a page as a browser would post them."""
    html = response.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("revision", "page")}


def answer(client, draft, key, values, **extra):
    """Open a step and post it, as a person does."""
    page = client.get(step_url(draft, key))
    assert page.status_code == 200, page.headers.get("Location")
    return client.post(step_url(draft, key), {**hidden(page), **values, **extra})


def answers_of(draft):
    return Draft.objects.get(pk=draft.pk).work["answers"]


@pytest.fixture
def pages(organisation, partners):
    return posts(organisation, partners[1])


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


def test_a_changed_answer_leads_back_to_the_check_page(signed_in, ready_draft, pages):
    url = step_url(ready_draft, "patient") + "?change=1"
    page = signed_in.get(url)

    response = signed_in.post(url, {**hidden(page), **pages["patient"], "name": "Grace"})

    assert response.url == reverse("submissions:check", args=[ready_draft.pk])
    assert "Grace" in signed_in.get(response.url).content.decode()


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


def posts_provider(draft):
    return str(Partner.objects.get(role="homecare").pk)


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


def test_a_permission_names_what_its_recipient_gets_and_nothing_else(
    signed_in, form, kind, organisation, partners, member
):
    only_homecare = (Disclosure("nurse", "withhold"), Disclosure("homecare", "share", "care"))
    sometimes = (Disclosure("nurse", "when", "care", NURSE_CHOSEN),)
    spec = a_spec(
        steps=(
            StepSpec("agreed", "Agreed", fields=(
                a_field("permission_nurse", "permission", settings={"recipient": "the nurses"}),
                a_field("address", "short_text", label="Address", disclosures=sometimes),
                a_field("order", "short_text", label="Order number", disclosures=only_homecare),
                a_field("name", "short_text", label="Name"),
            )),
        )
    )  # fmt: skip
    version = a_version(form, spec, by=member, now=timezone.now())
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

    html = signed_in.get(step_url(draft, "agreed")).content.decode()

    items = html.partition("Items this recipient gets")[2].partition("</details>")[0]
    assert "Name" in items
    assert "Address (only where needed)" in items
    assert "Order number" not in items
    assert "<details>" in html


def test_the_number_and_signature_of_the_signed_in_person_are_offered(
    signed_in, form, kind, organisation, partners, member
):
    kind.known_of_the_person = {"pin": "registration_number"}
    User.objects.filter(pk=member.pk).update(registration_number="12A3456B", job_title="MS nurse")
    about = (
        a_field("pin", "short_text", label="PIN", required=False),
        a_field("signature", "signature", label="Signature", required=False),
    )
    version = a_version(
        form, a_spec(steps=(StepSpec("you", "You", fields=about),)), by=member, now=timezone.now()
    )
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

    html = signed_in.get(step_url(draft, "you")).content.decode()

    for known in ("12A3456B", "Robin Referrer", "MS nurse"):
        assert f'value="{known}"' in html
    assert answers_of(draft) == {}


def test_the_only_organisation_is_chosen_already(signed_in, open_draft, organisation):
    html = signed_in.get(step_url(open_draft, "who")).content.decode()

    assert f'<option value="{organisation.pk}" selected>' in html
    assert "Choose…" not in html


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


def test_a_second_tab_shows_the_newer_answers_and_what_was_typed(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])
    first, second = (signed_in.get(step_url(open_draft, "patient")) for _ in range(2))
    signed_in.post(step_url(open_draft, "patient"), {**hidden(first), **pages["patient"], "name": "Newer"})

    conflict = signed_in.post(
        step_url(open_draft, "patient"), {**hidden(second), **pages["patient"], "name": "Typed"}
    )

    html = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Newer" in html
    assert 'value="Typed"' in html
    assert answers_of(open_draft)["name"] == "Newer"
    again = {**hidden(conflict), **pages["patient"], "name": "Typed"}
    assert signed_in.post(step_url(open_draft, "patient"), again).status_code == 302
    assert answers_of(open_draft)["name"] == "Typed"


def test_back_and_a_correction_on_the_same_page_is_no_second_tab(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])
    page = signed_in.get(step_url(open_draft, "patient"))
    for name in ("First", "First", "Corrected"):
        response = signed_in.post(
            step_url(open_draft, "patient"), {**hidden(page), **pages["patient"], "name": name}
        )
        assert response.status_code == 302

    assert answers_of(open_draft)["name"] == "Corrected"


def test_a_newer_version_is_announced_and_the_draft_stays_on_its_own(
    signed_in, open_draft, form, member, pages
):
    newer = a_spec()
    a_version(form, newer, by=member, now=timezone.now())

    resumed = signed_in.get(reverse("submissions:resume", args=[open_draft.pk]), follow=True)

    assert "A newer version of this form has been published" in resumed.content.decode()
    for key, values in pages.items():
        answer(signed_in, open_draft, key, values)
    check = signed_in.get(reverse("submissions:check", args=[open_draft.pk]))
    assert "A newer version of this form has been published" in check.content.decode()


def test_the_first_page_says_nothing_of_versions_while_there_is_no_newer_one(signed_in, open_draft):
    resumed = signed_in.get(reverse("submissions:resume", args=[open_draft.pk]), follow=True)

    assert "newer version" not in resumed.content.decode()


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


def test_no_page_is_kept_by_a_cache(signed_in, ready_draft):
    urls = [
        reverse("submissions:list"),
        reverse("submissions:start", args=["example"]),
        step_url(ready_draft, "patient"),
        reverse("submissions:check", args=[ready_draft.pk]),
        reverse("submissions:discard", args=[ready_draft.pk]),
    ]
    for url in urls:
        response = signed_in.get(url)
        assert response.status_code == 200
        assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))


def test_another_persons_draft_is_not_found(client, open_draft, stranger, organisation, now):
    colleague = builders.a_member(organisation, now=now, email="colleague@harbour.invalid")
    for person in (stranger, colleague):
        sign_in(client, person)
        for name in ("resume", "check", "submit", "discard"):
            assert client.get(reverse(f"submissions:{name}", args=[open_draft.pk])).status_code == 404
        for name in ("submit", "discard"):
            assert client.post(reverse(f"submissions:{name}", args=[open_draft.pk])).status_code == 404
        assert client.get(step_url(open_draft, "who")).status_code == 404
        assert client.post(step_url(open_draft, "who"), {}).status_code == 404
    assert Draft.objects.get(pk=open_draft.pk).revision == 0


def test_signed_out_every_page_leads_to_the_sign_in(client, open_draft):
    paths = [
        reverse("submissions:list"),
        reverse("submissions:start", args=["example"]),
        reverse("submissions:resume", args=[open_draft.pk]),
        reverse("submissions:check", args=[open_draft.pk]),
        step_url(open_draft, "who"),
        reverse("submissions:submission", args=["EC-7F3K-92QX-M"]),
        reverse("submissions:status", args=["EC-7F3K-92QX-M"]),
        reverse("submissions:copy", args=["EC-7F3K-92QX-M"]),
    ]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    assert client.post(step_url(open_draft, "who"), {}).url.startswith(reverse("account_login"))


def test_what_is_known_about_the_person_is_offered_until_the_page_was_saved(
    signed_in, form, organisation, partners, member
):
    about = (
        a_field("referrer", "short_text", settings={"autocomplete": "name"}, required=False),
        a_field("phone", "phone", settings={"autocomplete": "tel"}, required=False),
    )
    spec = a_spec(steps=(StepSpec("you", "You", fields=about),))
    version = a_version(form, spec, by=member, now=timezone.now())
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

    offered = signed_in.get(step_url(draft, "you"))
    assert 'value="Robin Referrer"' in offered.content.decode()
    assert 'value="020 7946 0018"' in offered.content.decode()
    assert answers_of(draft) == {}

    signed_in.post(step_url(draft, "you"), {**hidden(offered), "referrer": "", "phone": ""})
    assert "Robin Referrer" not in signed_in.get(step_url(draft, "you")).content.decode()

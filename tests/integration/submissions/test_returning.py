"""Drafts that are opened again: in another tab, under a newer version, by somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forms.definitions.models import Form
from forms.submissions.models import Draft
from tests import builders
from tests.integration.submissions.conftest import (
    a_spec,
    a_version,
    sign_in,
)
from tests.integration.submissions.wizard import answer, answers_of, hidden, step_url

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, "you can still send this one"),
        (timedelta(days=1), "you can still send this one"),
        (timedelta(days=-1), "open the draft to look through your answers"),
    ],
)
def test_the_list_says_whether_a_draft_of_an_earlier_version_can_still_be_sent(
    signed_in, open_draft, form, member, until, said
):
    a_version(form, a_spec(intro="Newer."), by=member, now=timezone.now())
    Form.objects.filter(pk=form.pk).update(drafts_until=until and timezone.now() + until)

    page = signed_in.get(reverse("submissions:list")).content.decode()

    assert said in page
    assert ("you can still send" in page) == ("you can still send" in said)

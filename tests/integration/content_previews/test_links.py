"""A link shows a draft to whoever has it, until it ends, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from content.previews.models import Opening, PreviewLink
from content.previews.services import PreviewRefused, make_link, open_link, revoke_link
from tests.certifying import publish_certified
from tests.site_team import a_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(team):
    return a_page(team.home, by=team["editor"], html="Words of the draft")


@pytest.fixture
def made(team, page):
    return make_link(page=page, days=7, by=team["editor"], now=timezone.now())


def shown(made, client=None):
    return (client or Client()).get(reverse("previews:draft", args=[made.token]))


def test_the_draft_is_shown_under_its_banner_without_an_account(made) -> None:
    response = shown(made)
    text = response.content.decode()

    assert response.status_code == 200
    assert "Words of the draft" in text
    assert "Draft, not certified." in text
    assert text.index("Draft, not certified.") < text.index("Words of the draft")


def test_search_engines_caches_and_other_sites_learn_nothing(made) -> None:
    response = shown(made)

    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "form-action 'none'" in response["Content-Security-Policy"]
    assert "sessionid" not in response.cookies


def test_the_latest_draft_is_shown_though_another_version_is_live(team, page, now) -> None:
    publish_certified(page, now=now, signatory=team["certifier"])
    page.introduction = "A new introduction."
    page.save_revision(user=team["editor"])
    made = make_link(page=page, days=1, by=team["editor"], now=timezone.now())

    assert "A new introduction." in shown(made).content.decode()


def test_the_token_is_kept_nowhere(made) -> None:
    row = PreviewLink.objects.get()

    assert made.token not in str(vars(row))
    assert made.token not in str(list(AuditEvent.objects.values()))


def test_each_opening_is_counted_with_its_time_and_nothing_else(made) -> None:
    shown(made)
    shown(made)

    assert PreviewLink.objects.get().opened == 2
    assert Opening.objects.count() == 2
    assert {field.name for field in Opening._meta.get_fields()} == {"id", "link", "opened_at"}
    assert AuditEvent.objects.filter(action="preview.opened").count() == 2


def test_a_link_ends_at_its_second(team, page, now) -> None:
    made = make_link(page=page, days=30, by=team["editor"], now=now)
    ends = now + timedelta(days=30)

    assert open_link(token=made.token, now=ends - timedelta(microseconds=1)) == made.link
    assert open_link(token=made.token, now=ends) is None


def test_a_revoked_link_shows_nothing(team, made) -> None:
    revoke_link(link=made.link, by=team["editor"], now=timezone.now())

    response = shown(made)

    assert response.status_code == 404
    assert "Words of the draft" not in response.content.decode()
    assert AuditEvent.objects.filter(action="preview.revoked").count() == 1


def test_ended_links_and_links_that_never_were_answer_alike(team, made) -> None:
    revoke_link(link=made.link, by=team["editor"], now=timezone.now())

    never = Client().get(reverse("previews:draft", args=["x" * 43]))

    assert never.status_code == shown(made).status_code == 404
    assert "noindex" in never["X-Robots-Tag"]


def test_a_link_to_a_deleted_draft_shows_nothing(made, page) -> None:
    page.delete()

    assert shown(made).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
def test_a_link_only_shows(made, method) -> None:
    response = getattr(Client(), method)(reverse("previews:draft", args=[made.token]))

    assert response.status_code == 405
    assert PreviewLink.objects.get().opened == 0


def test_a_link_opens_neither_the_admin_nor_another_page(made, page) -> None:
    client = Client()
    shown(made, client)

    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("days", [0, 31, -1])
def test_a_link_holds_for_one_to_thirty_days(team, page, days, now) -> None:
    with pytest.raises(PreviewRefused):
        make_link(page=page, days=days, by=team["editor"], now=now)
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("role", ["reader", "reviewer", "certifier"])
def test_who_may_not_change_a_page_shares_none(team, page, role, now) -> None:
    with pytest.raises(PreviewRefused):
        make_link(page=page, days=1, by=team[role], now=now)


def test_who_made_a_link_is_audited(team, made) -> None:
    event = AuditEvent.objects.get(action="preview.shared")

    assert event.actor == str(team["editor"].pk)
    assert event.detail["days"] == 7


def test_an_editor_makes_and_revokes_a_link_in_the_admin(team, page, client) -> None:
    client.force_login(team["editor"])
    address = reverse("preview_links:index", args=[page.pk])

    made = client.post(address, {"days": "3"})
    token = made.context["made"].token
    assert token in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert token not in client.get(address).content.decode()
    assert Client().get(reverse("previews:draft", args=[token])).status_code == 200

    client.post(reverse("preview_links:revoke", args=[PreviewLink.objects.get().pk]))
    assert Client().get(reverse("previews:draft", args=[token])).status_code == 404


def test_the_form_says_what_is_wrong(team, page, client) -> None:
    client.force_login(team["editor"])

    response = client.post(reverse("preview_links:index", args=[page.pk]), {"days": "90"})

    assert "less than or equal to 30" in response.content.decode()


def test_a_reader_reaches_no_links_of_a_page(team, page, client) -> None:
    client.force_login(team["reader"])

    assert client.get(reverse("preview_links:index", args=[page.pk])).status_code != 200

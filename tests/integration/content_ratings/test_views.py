from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from content.models import StandardPage
from content.ratings.figures import version_of
from content.ratings.models import Rating, RatingSettings
from content.ratings.services import rate
from content.ratings.visitors import COOKIE, VOTES_OF_A_NETWORK, may_vote
from programme.models import Programme
from tests.integration.content_ratings.conftest import FIREFOX

pytestmark = pytest.mark.django_db


def address(page: Page) -> str:
    return reverse("ratings:rate", args=[page.pk])


def vote(client: Client, page: Page, value: object, **headers: Any):
    return client.post(address(page), {"value": str(value)}, **headers)


def test_a_vote_counts_and_is_confirmed(page: Page, reader: Client) -> None:
    response = vote(reader, page, 4)

    assert (response.status_code, response["Location"]) == (302, address(page))
    html = reader.get(address(page)).content.decode()
    assert re.search(r'role="status">Thank you. Your vote: 4, very good. You can change it.<', html)
    assert re.search(r'value="4"\s+required\s+checked', html)
    assert Rating.objects.get().value == 4


def test_a_visitor_changes_a_vote_and_has_one(page: Page, reader: Client) -> None:
    vote(reader, page, 4)
    vote(reader, page, 2)

    assert list(Rating.objects.values_list("value", flat=True)) == [2]


def test_two_visitors_have_two_votes_of_which_neither_says_whose_it_is(page: Page, reader: Client) -> None:
    vote(reader, page, 4)
    kept = reader.cookies[COOKIE].value
    reader.cookies.clear()
    vote(reader, page, 2)

    visitors = set(Rating.objects.values_list("visitor", flat=True))
    assert len(visitors) == 2
    assert kept.partition(":")[0] not in visitors


def test_the_cookie_is_set_only_by_voting_and_kept_from_scripts(page: Page, reader: Client) -> None:
    assert not reader.get(address(page)).cookies
    assert not reader.get("/").cookies

    cookie = vote(reader, page, 4).cookies[COOKIE]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_a_forged_cookie_is_nobodys(page: Page, reader: Client) -> None:
    reader.cookies[COOKIE] = "somebody:forged"

    vote(reader, page, 4)

    assert reader.cookies[COOKIE].value != "somebody:forged"


def test_a_new_publication_is_rated_anew(page: Page, editor: User, reader: Client) -> None:
    vote(reader, page, 4)
    Page.objects.filter(pk=page.pk).update(live_revision=page.save_revision(user=editor))

    assert "Your vote" not in reader.get(address(page)).content.decode()
    vote(reader, page, 1)
    assert Rating.objects.count() == 2


def test_reading_never_votes(page: Page, reader: Client) -> None:
    reader.get(address(page), {"value": "5"})

    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "agent",
    ["", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5.0", "python-requests/2.32", "bingbot/2.0"],
)
def test_robots_do_not_count(page: Page, reader: Client, agent: str) -> None:
    response = vote(reader, page, 5, HTTP_USER_AGENT=agent)

    assert response.status_code == 403
    assert "was not counted" in response.content.decode()
    assert not Rating.objects.exists()


def test_whoever_fills_in_what_nobody_sees_does_not_count(page: Page, reader: Client) -> None:
    response = reader.post(address(page), {"value": "5", "leave_empty": "Buy now"})

    assert response.status_code == 403
    assert not Rating.objects.exists()


def test_a_form_of_another_site_does_not_count(page: Page, reader: Client) -> None:
    assert vote(reader, page, 5, HTTP_ORIGIN="https://evil.example").status_code == 403
    assert not Rating.objects.exists()


@pytest.mark.parametrize("value", ["", "0", "6", "5.0", "five", "\N{ARABIC-INDIC DIGIT FIVE}"])
def test_without_a_vote_the_page_says_what_to_choose(page: Page, reader: Client, value: str) -> None:
    response = vote(reader, page, value)

    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(r"<title>\s*Error: ", html)
    assert "Choose a number from 1 to 5." in html
    assert not Rating.objects.exists()


def test_one_network_has_a_limit_and_another_is_not_held_up(now: datetime) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    neighbour = RequestFactory().get("/", REMOTE_ADDR="192.0.2.200")
    other = RequestFactory().get("/", REMOTE_ADDR="198.51.100.7")

    counted = [may_vote(request, now=now) for _ in range(VOTES_OF_A_NETWORK)]

    assert all(counted)
    assert not may_vote(neighbour, now=now)
    assert may_vote(other, now=now)
    assert may_vote(request, now=now + timedelta(hours=1))


def test_no_address_is_kept(page: Page, reader: Client) -> None:
    vote(reader, page, 5, REMOTE_ADDR="192.0.2.7")

    assert "192.0.2" not in str(list(cache._cache))  # type: ignore[attr-defined]
    assert "192.0.2" not in str(Rating.objects.values_list())


def test_the_script_of_the_page_gets_facts(page: Page, reader: Client) -> None:
    answer = vote(reader, page, 3, HTTP_ACCEPT="application/json")

    assert answer.json() == {
        "said": "Thank you. Your vote: 3, good. You can change it.", "value": 3, "figures": ""
    }  # fmt: skip
    assert reader.get(address(page), HTTP_ACCEPT="application/json").json()["value"] == 3
    assert "no-store" in answer["Cache-Control"]


def test_visitors_see_the_average_where_the_programme_wants_it_and_enough_have_voted(
    page: Page, programme: Programme, reader: Client, now: datetime
) -> None:
    for visitor in "ab":
        rate(page=page, version=version_of(page), visitor=visitor, value=4, now=now)
    assert "out of 5 from" not in reader.get(address(page)).content.decode()

    RatingSettings.objects.create(programme=programme, shown_to_visitors=True, minimum_votes=3)
    assert "out of 5 from" not in reader.get(address(page)).content.decode()

    rate(page=page, version=version_of(page), visitor="c", value=5, now=now)
    assert "4.3 out of 5 from 3 votes" in reader.get(address(page)).content.decode()


def test_editors_see_the_average_always(page: Page, editor: User, client: Client, now: datetime) -> None:
    rate(page=page, version=version_of(page), visitor="a", value=4, now=now)
    client.force_login(editor)

    assert "4.0 out of 5 from 1 vote" in client.get(address(page)).content.decode()


@pytest.mark.parametrize("values", [{"audience": "professionals"}, {"live": False}])
def test_nobody_rates_what_they_may_not_read(page: Page, reader: Client, values: dict[str, Any]) -> None:
    StandardPage.objects.update(**values)

    assert reader.get(address(page)).status_code == 404
    assert vote(reader, page, 5).status_code == 404
    assert not Rating.objects.exists()


@pytest.mark.parametrize("number", ["0", "999", "9" * 30])
def test_a_page_that_there_is_not_cannot_be_rated(page: Page, reader: Client, number: str) -> None:
    assert reader.post(f"/rate/{number}/", {"value": "5"}).status_code == 404


def test_the_settings_are_set_in_the_admin(programme: Programme, editor: User, client: Client) -> None:
    client.force_login(editor)

    response = client.post(
        reverse("rating_settings:add"),
        {"programme": programme.pk, "shown_to_visitors": "on", "minimum_votes": "12"},
        HTTP_USER_AGENT=FIREFOX,
    )

    assert response.status_code == 302
    assert RatingSettings.objects.get().minimum_votes == 12

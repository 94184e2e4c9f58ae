"""Who reads what, and what whoever may not read it is shown in its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from accounts.models import User
from content.audience.declared import COOKIE
from content.audience.models import AudienceSettings
from programme.models import Programme
from tests.declaring import declare_as
from tests.integration.content_audience.conftest import BRANDS

pytestmark = pytest.mark.django_db

OWN = {"HTTP_ORIGIN": "http://testserver"}


def say(client: Client, audience: str, next_path: str = "", **headers: str):
    return client.post("/audience/", {"audience": audience, "next": next_path}, **(headers or OWN))


@pytest.fixture
def settings_of_programme(programme: Programme, pages: dict[str, Page]) -> AudienceSettings:
    return AudienceSettings.objects.create(
        programme=programme, patients_page=pages["patients"], public_page=pages["public"]
    )


@pytest.mark.parametrize(
    "address", ["/", "/patients/", "/?utm=1", "/no-such-page/", "/audience/", "/cookies/"]
)
def test_nobody_who_has_said_nothing_is_told_a_brand(
    pages: dict[str, Page], client: Client, address: str
) -> None:
    response = client.get(address)

    answer = response.content.decode() + str(response.headers)
    assert [brand for brand in BRANDS if brand.lower() in answer.lower()] == []


def test_the_question_stands_at_the_address_of_the_page(pages: dict[str, Page], client: Client) -> None:
    response = client.get("/?from=letter")

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('name="audience"') == 3
    assert 'name="next" value="/?from=letter"' in html
    assert "csrfmiddlewaretoken" not in html
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_what_is_for_the_public_is_open_and_names_no_brand(pages: dict[str, Page], client: Client) -> None:
    html = client.get("/public/").content.decode()

    assert "What multiple sclerosis is." in html
    assert "Patient support programmes" in html
    assert [brand for brand in BRANDS if brand in html] == []


@pytest.mark.parametrize("visitor", ["professionals", "patients", "public"])
def test_a_page_is_the_same_whoever_reads_it(pages: dict[str, Page], visitor: str) -> None:
    undeclared, declared = Client(), declare_as(Client(), visitor)

    assert declared.get("/public/").content == undeclared.get("/public/").content


@pytest.mark.parametrize(
    ("visitor", "read"),
    [
        ("professionals", {"/", "/patients/", "/public/"}),
        ("patients", {"/patients/", "/public/"}),
        ("public", {"/public/"}),
    ],
)
def test_a_declaration_opens_the_pages_of_its_audience(
    pages: dict[str, Page], client: Client, visitor: str, read: set[str]
) -> None:
    declare_as(client, visitor)

    answers = {address: client.get(address) for address in ("/", "/patients/", "/public/")}

    assert {address for address, answer in answers.items() if "X-Robots-Tag" not in answer} == read


def test_gated_pages_are_kept_by_no_shared_cache(pages: dict[str, Page], client: Client) -> None:
    response = declare_as(client).get("/")

    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_whoever_is_signed_in_counts_as_professional(
    pages: dict[str, Page], client: Client, member: User
) -> None:
    client.force_login(member)

    assert "EXAMPLEX" in client.get("/").content.decode()


def test_saying_so_leads_a_professional_to_the_page_and_is_kept(
    pages: dict[str, Page], client: Client
) -> None:
    response = say(client, "professionals", "/?from=letter")

    assert (response.status_code, response["Location"]) == (302, "/?from=letter")
    assert "EXAMPLEX" in client.get("/").content.decode()


def test_patients_and_the_public_are_led_to_pages_of_their_own(
    settings_of_programme: AudienceSettings, client: Client
) -> None:
    assert say(client, "patients", "/")["Location"] == "/patients/"
    assert say(client, "public", "/patients/")["Location"] == "/public/"


def test_a_patient_comes_to_the_page_for_patients_that_was_asked_for(
    pages: dict[str, Page], client: Client
) -> None:
    assert say(client, "patients", "/patients/?week=4")["Location"] == "/patients/?week=4"


def test_without_a_page_for_them_patients_are_told_where_to_ask(
    settings_of_programme: AudienceSettings, pages: dict[str, Page], client: Client
) -> None:
    pages["patients"].unpublish()

    response = client.get(say(client, "patients", "/")["Location"])

    assert "ask your doctor, pharmacist or nurse" in response.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example",
     "http://testserver@evil.example/", "\t//evil.example", "/%09/evil.example/../..//evil.example"],
)  # fmt: skip
def test_an_answer_never_leads_to_another_site(
    pages: dict[str, Page], client: Client, elsewhere: str
) -> None:
    location = say(client, "professionals", elsewhere)["Location"]

    assert urlsplit(location).netloc == ""
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_REFERER": "https://evil.example/http://testserver/"},
        {"HTTP_ORIGIN": "http://["},
        {"HTTP_X_NOTHING": ""},
    ],
)
def test_no_other_site_answers_for_a_visitor(
    pages: dict[str, Page], client: Client, headers: dict[str, str]
) -> None:
    response = say(client, "professionals", "/", **headers)

    assert response.status_code == 403
    assert COOKIE not in response.cookies


def test_a_browser_that_sends_no_origin_is_known_by_its_referer(
    pages: dict[str, Page], client: Client
) -> None:
    assert say(client, "public", HTTP_REFERER="http://testserver/").status_code == 302


@pytest.mark.parametrize("audience", ["", "shareholders", "professionals\n"])
def test_an_answer_that_was_not_offered_asks_again(
    pages: dict[str, Page], client: Client, audience: str
) -> None:
    response = say(client, audience, "/")

    assert response.status_code == 200
    assert COOKIE not in response.cookies


@pytest.mark.parametrize(
    "next_path", ["/\0", "/\r\nSet-Cookie: a=b", "/" + "x" * 5000, "/é/..%2f..", "[", "http://["]
)
def test_a_strange_address_to_go_on_to_harms_nothing(
    pages: dict[str, Page], client: Client, next_path: str
) -> None:
    for audience in ("professionals", "patients"):
        response = say(client, audience, next_path)

        assert response.status_code == 302
        assert "\n" not in response["Location"]
        assert set(response.cookies) == {COOKIE}


def test_reading_the_question_declares_nothing(pages: dict[str, Page], client: Client) -> None:
    response = client.get("/audience/", {"audience": "professionals"})

    assert not response.cookies


def test_a_change_of_mind_is_one_link_away_and_closes_the_pages(
    settings_of_programme: AudienceSettings, client: Client
) -> None:
    say(client, "professionals", "/")
    assert '<a href="/audience/">I am not a healthcare professional</a>' in client.get("/").content.decode()

    say(client, "public")

    assert "EXAMPLEX" not in client.get("/").content.decode()


def test_where_professionals_sign_in_saying_so_is_not_enough(
    settings_of_programme: AudienceSettings, client: Client, member: User
) -> None:
    declare_as(client, "professionals")
    AudienceSettings.objects.update(professionals_by="sign_in")

    html = client.get("/").content.decode()
    response = say(client, "professionals", "/patients/")

    assert "EXAMPLEX" not in html
    assert "ExampleCare" not in html
    assert response["Location"] == "/account/login/?next=%2Fpatients%2F"
    client.force_login(member)
    assert "EXAMPLEX" in client.get("/").content.decode()


def test_a_preview_is_not_gated(pages: dict[str, Page]) -> None:
    assert "EXAMPLEX" in pages["professionals"].make_preview_request().rendered_content


def test_a_redirect_tells_an_address_only_to_who_may_read_it(
    pages: dict[str, Page], programme: Programme, client: Client, now: datetime
) -> None:
    Redirect.objects.create(old_path="/old", site=programme.site, redirect_page=pages["patients"])
    Redirect.objects.create(old_path="/open", site=programme.site, redirect_page=pages["public"])
    Redirect.objects.create(old_path="/shop", site=programme.site, redirect_link="https://examplex.example/")

    asked = {path: client.get(path) for path in ("/old", "/old/", "/shop")}

    assert {path: answer.status_code for path, answer in asked.items()} == {
        "/old": 200,
        "/old/": 200,
        "/shop": 200,
    }
    assert all("examplex" not in str(answer.headers).lower() for answer in asked.values())
    assert 'name="next" value="/old"' in asked["/old"].content.decode()
    assert client.get("/open")["Location"] == "/public/"
    declare_as(client, "patients")
    assert client.get("/old")["Location"] == "/patients/"
    assert client.get("/shop")["Location"] == "https://examplex.example/"


def test_robots_may_read_what_is_open(pages: dict[str, Page], client: Client) -> None:
    text = client.get("/robots.txt").content.decode()

    assert text.startswith("User-agent: *\n")
    assert "Disallow: /audience/\n" in text
    assert "Disallow: /\n" not in text


# What is remembered between answers is not inside a transaction.
@pytest.mark.django_db(transaction=True)
def test_a_gated_page_costs_few_queries(
    pages: dict[str, Page], client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.get("/")

    with django_assert_max_num_queries(8):
        client.get("/")

"""Where header, foot and surroundings of a page lead: for each audience to what it may read, and nowhere else."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from content.audience.models import AudienceSettings
from content.certification.rendering import digest_of_page
from content.models import StandardPage
from programme.models import Programme
from tests.declaring import declare_as
from tests.integration.content.conftest import renew, show
from tests.integration.content.reading import body_of

pytestmark = pytest.mark.django_db

FOR_PATIENTS, FOR_EVERYBODY = "/for-patients/", "/for-everybody/"


@pytest.fixture
def reader(shown: dict[str, Page], kesimptaconnect: Programme) -> Client:
    """Somebody who has said nothing, on a site where patients and the public have pages of their own."""
    AudienceSettings.objects.create(
        programme=kesimptaconnect, patients_page=shown["for-patients"], public_page=shown["for-everybody"]
    )
    renew()
    return Client()


def start_of(html: str) -> str:
    found = re.search(r'class="site-header__name" href="([^"]+)"', html)
    assert found
    return found[1]


def menu_of(html: str) -> list[str]:
    menu = html.split('aria-label="Main"')[1].split("<!-- account -->")[0]
    return re.findall(r'href="([^"]+)"', menu)


def foot_of(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html.split("site-footer__links")[1])


@pytest.mark.parametrize(
    ("audience", "address", "start", "menu"),
    [
        ("patients", FOR_PATIENTS, FOR_PATIENTS, [FOR_PATIENTS]),
        ("public", FOR_EVERYBODY, FOR_EVERYBODY, [FOR_EVERYBODY]),
        ("", FOR_EVERYBODY, FOR_EVERYBODY, [FOR_EVERYBODY]),
        ("", "/", "/", []),
        ("", "/no-such-page/", "/", []),
    ],
)
def test_patients_and_the_public_have_a_menu_a_start_and_a_site_map(
    reader: Client, audience: str, address: str, start: str, menu: list[str]
) -> None:
    visitor = declare_as(reader, audience) if audience else reader

    html = visitor.get(address).content.decode()

    assert start_of(html) == start
    assert menu_of(html) == menu
    assert foot_of(html) == ["/audience/", "/site-map/", "/cookies/"]


def test_nobody_is_led_from_their_own_page_back_to_the_question(reader: Client) -> None:
    for audience, address in (("patients", FOR_PATIENTS), ("public", FOR_EVERYBODY)):
        visitor = declare_as(Client(), audience)
        html = body_of(visitor, address)
        for way in {start_of(html), *menu_of(html), "/site-map/"}:
            assert "X-Robots-Tag" not in visitor.get(way), way


def test_patients_without_a_page_of_their_own_start_where_they_are_told_whom_to_ask(
    shown: dict[str, Page],
) -> None:
    html = body_of(declare_as(Client(), "patients"), FOR_PATIENTS)

    assert start_of(html) == "/audience/elsewhere/"


def test_professionals_keep_their_menu(reader: Client) -> None:
    html = body_of(declare_as(reader), "/programme/")

    assert start_of(html) == "/"
    assert menu_of(html) == [
        "/programme/", "/touchpoints/", "/checklist/", "/resources/", "/news/", "/contact/", "/search/",
    ]  # fmt: skip
    assert "/site-map/" in foot_of(html)


def test_what_is_certified_hangs_on_no_menu_and_no_start(
    shown: dict[str, Page], kesimptaconnect: Programme
) -> None:
    page = shown["for-patients"]
    before = digest_of_page(page)

    AudienceSettings.objects.create(programme=kesimptaconnect, patients_page=page)
    Page.objects.filter(slug="site-map").update(live=False)
    renew()

    assert digest_of_page(page) == before


@pytest.mark.parametrize(("slug", "audience"), [("open", "public"), ("treated", "patients")])
def test_a_page_names_no_place_around_it_that_is_closed_to_its_audience(
    shown: dict[str, Page], kesimptaconnect: Programme, now: datetime, slug: str, audience: str
) -> None:
    section = shown["programme"]
    for name in (slug, f"{slug}-too"):
        section.add_child(instance=StandardPage(
            title=f"About {name}", slug=name, job_code=name, audience=audience, show_in_menus=True,
        ))  # fmt: skip
    show(kesimptaconnect, *Page.objects.filter(slug__startswith=slug), now=now)
    renew()

    html = body_of(declare_as(Client(), audience), f"/programme/{slug}/")

    closed = [page for page in shown.values() if page.audience not in (audience, "public")]
    links = re.findall(r'href="(/[^"]*)"', html)
    assert [page.slug for page in closed if page.relative_url(kesimptaconnect.site) in links[1:]] == []
    assert "Nurse services" not in html
    assert 'aria-label="Breadcrumb"' not in html
    # Whoever reads it, the page is the same.
    assert body_of(declare_as(Client()), f"/programme/{slug}/") == html


def test_saved_registrations_are_spoken_of_to_the_signed_in_only(
    shown: dict[str, Page], approver: User
) -> None:
    client = Client()
    said = "A registration that you saved is still there"
    assert said not in client.get("/no-such-page/").content.decode()

    client.force_login(approver)

    assert said in client.get("/no-such-page/").content.decode()


def test_the_home_page_can_be_rated_as_any_other(reader: Client) -> None:
    html = body_of(declare_as(reader), "/")

    assert "How useful is this page to you?" in html
    assert "Previous and next page" not in html

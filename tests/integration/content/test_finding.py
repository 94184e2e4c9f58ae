"""What readers find: search, listings, site maps and the feed, each for its own audience and programme."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st
from wagtail.models import Page, Site

from accounts.models import User
from content.contacts.models import Contact
from content.glossary.models import GlossaryEntry
from content.models import HomePage, NewsIndexPage, NewsPage, SearchPage, SiteMapPage, StandardPage
from programme.models import Programme
from tests import builders
from tests.declaring import declare_as
from tests.integration.content.conftest import show

pytestmark = pytest.mark.django_db
OTHER = "other.localhost"


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def second(db: None, now: datetime, settings: object) -> Programme:
    """A second programme beside the first one, with pages, a contact and a short form of its own."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, OTHER]  # type: ignore[attr-defined]
    root = builders.a_root_page()
    home = root.add_child(instance=HomePage(title="OtherCare", slug="othercare"))
    site = Site.objects.create(hostname=OTHER, port=80, root_page=home)
    programme = builders.a_programme(
        site=site, code="othercare", name="OtherCare", reference_prefix="OC", neutral_name="Other programmes"
    )
    index = home.add_child(instance=NewsIndexPage(title="Other news", slug="news"))
    made = [
        home, index,
        index.add_child(instance=NewsPage(title="Otherwise", slug="otherwise", audience="public")),
        home.add_child(instance=StandardPage(
            title="Kelpforest nurse", slug="kelpforest", introduction="For MS teams", show_in_menus=True,
        )),
        home.add_child(instance=SearchPage(title="Search", slug="search")),
        home.add_child(instance=SiteMapPage(title="Site map", slug="site-map", audience="public")),
    ]  # fmt: skip
    Contact.objects.create(
        programme=programme, kind="speaker", name="Kelpforest speaker", phone="020 7946 0999"
    )
    GlossaryEntry.objects.create(programme=programme, short="MS", long="a matter of scale")
    show(programme, *made, now=now)
    return programme


def read(client: Client, address: str, **extra: str) -> str:
    response = client.get(address, **extra)
    assert response.status_code == 200, address
    return response.content.decode()


def test_search_finds_pages_by_their_titles(shown: dict[str, Page], client: Client) -> None:
    html = read(declare_as(client), "/search/?q=homecare")

    assert re.search(r'<a href="/programme/homecare/">Homecare</a>', html)


def test_search_and_site_map_show_each_reader_only_what_they_may_read(
    shown: dict[str, Page], client: Client
) -> None:
    public = read(declare_as(client, "public"), "/site-map/")
    assert "About this site" in public
    assert "For patients" not in public
    assert "Nurse services" not in public

    patients = read(declare_as(client, "patients"), "/site-map/")
    assert "For patients" in patients
    assert "Nurse services" not in patients

    assert "Nurse services" in read(declare_as(client), "/site-map/")


def test_a_map_for_everybody_shows_of_others_pages_their_titles_alone(
    shown: dict[str, Page], client: Client
) -> None:
    professionals = read(declare_as(client), "/site-map/").split('class="site-map"')[1]

    assert shown["homecare"].title in professionals
    assert shown["homecare"].search_description not in professionals
    assert shown["for-everybody"].search_description in professionals


def test_nothing_branded_is_in_the_sitemap_or_the_feed(
    shown: dict[str, Page], kesimptaconnect: Programme, client: Client
) -> None:
    sitemap = read(client, "/sitemap.xml")
    assert re.findall(r"<loc>http://testserver(.*?)</loc>", sitemap) == [
        "/news/site-for-everybody/", "/for-everybody/", "/site-map/",
    ]  # fmt: skip

    feed = read(client, "/news/feed/")
    assert feed.count("<entry>") == 1
    assert "This site tells its readers apart" in feed
    for name in (kesimptaconnect.name, "KESIMPTA", "ofatumumab", "registration"):
        assert name not in feed


def test_a_reader_of_feeds_gets_the_public_news_without_having_said_who_they_are(
    shown: dict[str, Page], kesimptaconnect: Programme
) -> None:
    reader = Client()

    answer = reader.get("/news/feed/")

    feed = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert not answer.cookies
    assert re.findall(r"<entry><title>(.*?)</title>", feed) == ["This site tells its readers apart"]
    closed = [page for page in shown.values() if page.audience != "public"]
    assert len(closed) > 10
    told = [page.title for page in closed if f"{page.title}<" in feed.replace("news</title>", "")]
    assert told == []
    for name in (kesimptaconnect.name, "KESIMPTA", "ofatumumab"):
        assert name not in feed
    assert 'name="audience"' in reader.get("/news/").content.decode()


def test_news_stand_newest_first_by_their_own_date(shown: dict[str, Page], client: Client) -> None:
    html = read(declare_as(client), "/news/")

    assert re.findall(r'<time datetime="([^"]+)">', html) == ["2026-11-20", "2026-11-12", "2026-11-03"]


def test_two_programmes_never_show_each_other(
    shown: dict[str, Page], second: Programme, client: Client
) -> None:
    here = declare_as(Client())
    there = declare_as(Client(), host=OTHER)

    for address in ("/site-map/", "/search/?q=nurse", "/news/", "/"):
        ours = read(here, address)
        theirs = there.get(address, headers={"host": OTHER}).content.decode()
        assert "Kelpforest" not in ours
        assert "Otherwise" not in ours
        for name in ("KesimptaConnect", "Homecare", "Nurse services", "One registration"):
            assert name not in theirs, (address, name)
    assert "Kelpforest nurse" in there.get("/search/?q=kelpforest", headers={"host": OTHER}).content.decode()
    assert "Kelpforest speaker" not in read(here, "/contact/")
    assert "a matter of scale" not in read(here, "/programme/")
    assert "a matter of scale" in there.get("/kelpforest/", headers={"host": OTHER}).content.decode()
    feed = there.get("/news/feed/", headers={"host": OTHER}).content.decode()
    assert "Otherwise" in feed
    assert "This site tells" not in feed


ANY = st.text(max_size=40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    below=st.sampled_from(["", "search/", "news/", "site-map/", "contact/", "news/feed/", "resources/"]),
    path=ANY,
    name=st.sampled_from(["q", "page", "week", "lane", "x"]),
    value=ANY,
)
def test_any_address_with_any_query_string_is_answered(
    shown: dict[str, Page], below: str, path: str, name: str, value: str
) -> None:
    client = declare_as(Client(raise_request_exception=True))
    for address in (f"/{below}?{name}={quote(value)}", f"/{below}{quote(path)}?{quote(value)}"):
        status = client.get(address, follow=False).status_code

        assert 200 <= status < 500, address


def test_moving_and_renaming_leave_redirects(shown: dict[str, Page], approver: User, client: Client) -> None:
    reader = declare_as(client)
    page = shown["choosing-parts"]
    page.move(shown["kesimptaconnect"], pos="last-child", user=approver)

    answer = reader.get("/programme/choosing-parts/")
    assert (answer.status_code, answer["Location"]) == (301, "/choosing-parts/")


def test_a_redirect_in_a_circle_is_refused_with_a_clear_message(
    shown: dict[str, Page], approver: User, client: Client
) -> None:
    client.force_login(approver)
    first = {
        "old_path": "/old/",
        "site": "",
        "is_permanent": "on",
        "redirect_page": "",
        "redirect_link": "http://localhost/older/",
    }
    assert client.post("/admin/redirects/add/", first).status_code == 302

    back = {**first, "old_path": "/older/", "redirect_link": "http://localhost/old/"}
    answer = client.post("/admin/redirects/add/", back)

    assert answer.status_code == 200
    assert "would lead in a circle" in answer.content.decode()
    for broken in ("//[x", "http://[x/"):
        for site in ("", str(Site.objects.get().pk)):
            refused = client.post("/admin/redirects/add/", {**first, "old_path": broken, "site": site})
            assert "This is no path." in refused.content.decode()
    nowhere = client.post("/admin/redirects/add/", {**first, "old_path": "/x/", "redirect_link": "//[x"})
    assert "Enter a valid URL" in nowhere.content.decode()
    itself = client.post(
        "/admin/redirects/add/", {**first, "old_path": "/me/", "redirect_link": "http://localhost/me/"}
    )
    assert "would lead in a circle" in itself.content.decode()

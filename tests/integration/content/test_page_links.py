"""Links from rich text to pages."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from content.certification.rendering import digest_of_page
from content.models import HomePage, StandardPage
from programme.models import Programme
from tests.integration.content.conftest import renew

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(programme: Programme) -> StandardPage:
    home = HomePage(title="Home", slug="home-of-links", prepared_on="2026-10-01")
    Page.get_first_root_node().add_child(instance=home)
    programme.site.root_page = home
    programme.site.save()
    page = StandardPage(title="About", slug="about", prepared_on="2026-10-01")
    home.add_child(instance=page)
    return page


def link_to(key: object) -> str:
    return expand_db_html(f'<p><a linktype="page" id="{key}">Read on</a></p>')


def test_a_link_leads_to_the_address_that_the_page_itself_gives(page: StandardPage) -> None:
    assert link_to(page.pk) == f'<p><a href="{page.url}" data-page="{page.pk}">Read on</a></p>'


def test_a_link_to_a_page_that_is_gone_leads_nowhere(page: StandardPage) -> None:
    assert link_to(999_999) == "<p><a>Read on</a></p>"
    assert link_to("x") == "<p><a>Read on</a></p>"


def test_a_renamed_page_is_linked_under_its_new_name(page: StandardPage) -> None:
    link_to(page.pk)
    page.slug = "about-us"
    page.save()

    assert 'href="/about-us/"' in link_to(page.pk)


def test_a_second_site_changes_no_link(page: StandardPage) -> None:
    before = link_to(page.pk)

    a_second_site()

    assert 'href="/about/"' in before
    assert link_to(page.pk) == before


@pytest.mark.parametrize("change", ["a second site", "a new name", "a new place"])
def test_a_page_stays_as_certified_whatever_becomes_of_the_address_that_it_links_to(
    page: StandardPage, change: str
) -> None:
    home = HomePage.objects.get()
    beside = StandardPage(title="Beside", slug="beside", prepared_on="2026-10-01")
    home.add_child(instance=beside)
    linking = StandardPage(title="Linking", slug="linking", prepared_on="2026-10-01", body=body_linking(page))
    home.add_child(instance=linking)
    linking = StandardPage.objects.get(pk=linking.pk)
    before, other = digest_of_page(linking), digest_of_page(linking_to(beside, linking))

    if change == "a second site":
        a_second_site()
    elif change == "a new name":
        page.slug = "about-us"
        page.save()
    else:
        page.move(beside, pos="last-child")
    renew()

    assert digest_of_page(StandardPage.objects.get(pk=linking.pk)) == before != other


def a_second_site() -> None:
    first = Page.get_first_root_node().add_child(instance=Page(title="Other", slug="other"))
    Site.objects.create(hostname="other.example", port=8080, root_page=first)
    renew()


def body_linking(page: Page) -> str:
    """Return a body that links to a page in its text, on a card and with a button."""
    words = f'<p><a linktype="page" id="{page.pk}">Read on</a></p>'
    card = {"icon": "", "title": "Card", "text": "<p>Text</p>", "page": page.pk, "link_text": "More"}
    button = {"heading": "Next", "text": "", "button_text": "Go on", "page": page.pk, "address": ""}
    return json.dumps([
        {"type": "section", "value": {"heading": "What to know", "text": words}},
        {"type": "cards", "value": {"heading": "", "cards": [card]}},
        {"type": "call_to_action", "value": button},
    ])  # fmt: skip


def linking_to(page: Page, linking: StandardPage) -> StandardPage:
    """Return a page, not saved, that differs in where it links only."""
    draft = StandardPage.objects.get(pk=linking.pk)
    draft.body = body_linking(page)
    return draft


def test_many_links_take_as_many_queries_as_one(page: StandardPage) -> None:
    link_to(page.pk)
    with CaptureQueriesContext(connection) as one:
        link_to(page.pk)
    with CaptureQueriesContext(connection) as many:
        expand_db_html(f'<p><a linktype="page" id="{page.pk}">Read on</a></p>' * 20)

    assert len(many) == len(one)

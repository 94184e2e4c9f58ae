"""Links from rich text to pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from content.models import HomePage, StandardPage
from programme.models import Programme

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
    assert link_to(page.pk) == f'<p><a href="{page.url}">Read on</a></p>'


def test_a_link_to_a_page_that_is_gone_leads_nowhere(page: StandardPage) -> None:
    assert link_to(999_999) == "<p><a>Read on</a></p>"
    assert link_to("x") == "<p><a>Read on</a></p>"


def test_a_renamed_page_is_linked_under_its_new_name(page: StandardPage) -> None:
    link_to(page.pk)
    page.slug = "about-us"
    page.save()

    assert 'href="/about-us/"' in link_to(page.pk)


def test_many_links_take_as_many_queries_as_one(page: StandardPage) -> None:
    link_to(page.pk)
    with CaptureQueriesContext(connection) as one:
        link_to(page.pk)
    with CaptureQueriesContext(connection) as many:
        expand_db_html(f'<p><a linktype="page" id="{page.pk}">Read on</a></p>' * 20)

    assert len(many) == len(one)

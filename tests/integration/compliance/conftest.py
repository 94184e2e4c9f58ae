"""A programme with a page to check, and another site for a second programme."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from wagtail.models import Page, Site

from content.models import HomePage, StandardPage
from programme.models import Programme


@pytest.fixture
def home(programme: Programme, now: datetime) -> HomePage:
    """The programme's first page, a draft."""
    home = HomePage(
        title="Home", slug="examplecare", job_code="H-1", prepared_on=date(2026, 12, 1), live=False
    )
    Page.get_first_root_node().add_child(instance=home)
    programme.site.root_page = home
    programme.site.save()
    return home


@pytest.fixture
def page(home: HomePage) -> StandardPage:
    """A draft that lacks nothing on 4 January 2027."""
    page = StandardPage(
        title="Delivery", slug="delivery", job_code="D-1", prepared_on=date(2026, 12, 1), live=False
    )
    home.add_child(instance=page)
    return page


@pytest.fixture
def site_of_another(db: None) -> Site:
    return Site.objects.create(hostname="second.invalid", port=80, root_page=Page.get_first_root_node())

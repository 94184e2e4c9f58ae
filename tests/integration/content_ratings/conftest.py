"""A live page for everybody, and a browser that tells its name."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import User
from content.models import StandardPage
from programme.models import Programme
from tests import builders
from tests.certifying import publish_certified

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def editor(db: None) -> User:
    return builders.a_user(email="edith@programme.invalid", is_superuser=True, is_staff=True)


@pytest.fixture
def page(programme: Programme) -> Page:
    page = StandardPage(title="Living with MS", slug="living", job_code="X-1", audience="public", live=False)
    builders.a_root_page().add_child(instance=page)
    Site.objects.filter(pk=programme.site_id).update(root_page=page)
    Site.clear_site_root_paths_cache()
    programme.site.refresh_from_db()
    publish_certified(page, now=timezone.now())
    return page


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_USER_AGENT=FIREFOX, HTTP_ORIGIN="http://testserver")

"""The page about cookies lists what the site sets, no less and no more."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import User
from content.cookies import cookies
from content.models import StandardPage
from forms.definitions.models import Form, FormVersion
from forms.definitions.spec import ANYONE
from programme.models import Programme
from tests import builders
from tests.certifying import publish_certified
from tests.integration.open_forms.conftest import a_version, hidden, open_spec
from tests.signing_in import give_code, give_password, with_password, with_second_factor

pytestmark = pytest.mark.django_db

READER = {"HTTP_ORIGIN": "http://testserver", "HTTP_USER_AGENT": "Mozilla/5.0 Firefox/150.0"}


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
def open_form(programme: Programme) -> FormVersion:
    form = Form.objects.create(
        programme=programme, kind="general", slug="ask", title="Ask", open_to=ANYONE, live=True
    )
    return a_version(form, open_spec(routes=()), by=builders.a_user(email="author@programme.invalid"))


def test_the_page_lists_every_cookie_that_the_site_sets(
    page: Page, open_form: FormVersion, member: User, programme: Programme, now: datetime
) -> None:
    set_by_site: set[str] = set()
    visitor = Client()

    def note(response) -> None:
        set_by_site.update(response.cookies)

    for address in ("/", "/audience/", "/cookies/", "/no-such-page/", "/robots.txt"):
        note(visitor.get(address))
    assert set_by_site == set()
    note(visitor.post("/audience/", {"audience": "professionals"}, **READER))
    note(visitor.post(reverse("ratings:rate", args=[page.pk]), {"value": "4"}, **READER))
    first_page = visitor.get("/forms/ask/")
    note(visitor.post("/forms/ask/", {"stamp": hidden(first_page, "stamp")}))
    note(visitor.get(reverse("account_login")))
    with_second_factor(with_password(member))
    note(give_password(visitor, member))
    note(give_code(visitor, member))
    note(visitor.post(reverse("account_logout")))

    assert set_by_site == {cookie.name for cookie in cookies()}


def test_the_page_says_what_each_cookie_is_for_and_how_long_it_is_kept(page: Page) -> None:
    html = Client().get("/cookies/").content.decode()

    for cookie in cookies():
        assert cookie.name in html
        assert cookie.kept in html
    assert "90 days" in html
    assert "ExampleCare" not in html

"""Pages are found in the remembered tree, and answer as if Wagtail had gone down to them."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.views import serve

from content.certification.models import Certificate
from content.certification.services.ending import withdraw_certificate
from content.certification.validity import is_certified
from content.routing import RouteByTree
from tests.certifying import publish_certified
from tests.integration.content_certification.conftest import editor, groups, home, page, signatory

__all__ = ["editor", "groups", "home", "page", "signatory"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """Pages read the clock."""
    return timezone.now()


@pytest.fixture
def published(home, page, signatory, now):
    for one in (home, page):
        publish_certified(one, now=now, signatory=signatory)
    return page


def route(path):
    request = RequestFactory().get(path)
    RouteByTree(lambda _: None).process_view(request, serve, [], {})
    return getattr(request, "_wagtail_route_for_request", None)


def test_the_page_is_there_before_wagtail_looks(published, django_assert_num_queries):
    found = route("/about/")

    assert found.page == published
    assert type(found.page) is type(published)
    with django_assert_num_queries(0):
        assert is_certified(found.page)


@pytest.mark.parametrize("path", ["/about", "/about/more/", "/nowhere/", "/about/\0/"])
def test_any_other_address_is_left_to_wagtail(published, path):
    assert route(path) is None


def test_a_page_that_is_not_certified_any_more_is_left_to_wagtail(published, signatory, now):
    certificate = Certificate.objects.get(page=published.pk, state="valid")
    withdraw_certificate(certificate=certificate, reason="Wrong.", by=signatory, now=now)

    assert route("/about/") is None


def test_other_views_cost_nothing(published, django_assert_num_queries):
    request = RequestFactory().get("/about/")

    with django_assert_num_queries(0):
        RouteByTree(lambda _: None).process_view(request, lambda _: None, [], {})
    assert not hasattr(request, "_wagtail_route_for_request")

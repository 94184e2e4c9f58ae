from __future__ import annotations

import pytest
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from config.csp import Middleware

HEADER = "Content-Security-Policy"


def plain(request):
    return HttpResponse("A page.")


@csp_update({"img-src": ["https://pictures.example"]})
def with_pictures(request):
    return HttpResponse("A page.")


@csp_exempt()
def without(request):
    return HttpResponse("A page.")


def with_nonce(request):
    return HttpResponse(f"A page {request.csp_nonce}.")


def with_its_own(request):
    return HttpResponse("A page.", headers={HEADER: "default-src 'none'"})


VIEWS = {view.__name__: view for view in (plain, with_pictures, without, with_nonce, with_its_own)}


def header(middleware, view, path="/programme/"):
    middleware.get_response = view
    return middleware(RequestFactory().get(path)).headers.get(HEADER)


@pytest.fixture
def middleware():
    return Middleware(plain)


@pytest.mark.parametrize("path", ["/programme/", "/admin/pages/"])
@pytest.mark.parametrize("second", VIEWS)
@pytest.mark.parametrize("first", VIEWS)
def test_every_page_gets_what_django_csp_would_give_it_whatever_came_before(middleware, first, second, path):
    header(middleware, VIEWS[first])

    assert header(middleware, VIEWS[second], path) == header(CSPMiddleware(plain), VIEWS[second], path)


def test_nothing_from_elsewhere_and_nothing_inline_may_run(middleware):
    for _ in range(2):
        policy = header(middleware, plain)
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert "object-src 'none'" in policy

from __future__ import annotations

import importlib

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import clear_url_caches, resolve

from config import urls
from config.gallery import gallery


def test_the_error_summary_links_each_message_to_its_field() -> None:
    html = render_to_string("components/error_summary.html", {"errors": [("id_email", "Enter <an> address")]})

    assert 'role="alert"' in html
    assert '<a href="#id_email">Enter &lt;an&gt; address</a>' in html


def test_without_errors_there_is_no_summary() -> None:
    assert render_to_string("components/error_summary.html", {"errors": []}).strip() == ""


def test_a_change_link_says_what_it_changes() -> None:
    row = {"label": "Address", "lines": ("1 Lighthouse Road",), "change_url": "/change/"}

    html = render_to_string("components/summary_list.html", {"rows": [row]})

    assert 'Change<span class="visually-hidden"> Address</span>' in html


def test_the_current_step_is_marked_and_counted() -> None:
    steps = [{"title": "Patient", "url": "/1/", "done": True}, {"title": "Contact", "current": True}]

    html = render_to_string("components/steps_progress.html", {"steps": steps})

    assert html.count('aria-current="step"') == 1
    assert "Step 2 of 2:" in html


def test_pagination_keeps_the_query() -> None:
    html = render_to_string(
        "components/pagination.html", {"page": Paginator(range(30), 10).page(2), "query": "q=x"}
    )

    assert 'href="?q=x&amp;page=1"' in html
    assert 'href="?q=x&amp;page=3"' in html


@pytest.mark.django_db
def test_the_gallery_shows_every_component() -> None:
    page = gallery(RequestFactory().get("/gallery/")).content.decode()

    for name in (
        "error-summary",
        "notice--safety",
        "tag--bad",
        "summary__row",
        "progress__step",
        "pagination",
    ):
        assert name in page


def test_the_gallery_has_no_address_in_production() -> None:
    # The test settings are neither DEBUG nor DEMO, as production. The page tree takes what is left over.
    assert resolve("/gallery/").func is not gallery


def test_the_gallery_has_an_address_in_the_demo() -> None:
    try:
        with override_settings(DEMO=True):
            importlib.reload(urls)
            clear_url_caches()

            assert resolve("/gallery/").func is gallery
    finally:
        importlib.reload(urls)
        clear_url_caches()

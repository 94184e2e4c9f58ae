"""A second programme, set up in the admin without code, stands beside the first, and nothing crosses over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from content.audience.declared import COOKIE, declaration
from tests.integration.programmes.conftest import Both
from tests.integration.programmes.office import Office

pytestmark = pytest.mark.django_db


def declared(office: Office, audience: str = "professionals") -> str:
    value = declaration(audience, host=office.words.host, now=timezone.now())
    return f"{COOKIE}={value}"


def addresses_of(office: Office) -> list[str]:
    """Every address that either programme's site answers, whichever it is."""
    first = Page.objects.get(pk=office.programme.site.root_page_id)
    pages = [one.url_path.removeprefix(first.url_path[:-1]) for one in first.get_descendants(inclusive=True)]
    records = office.programme.safety_records.filter(kind="prescribing_information")
    return [
        *pages,
        "/news/feed/",
        "/sitemap.xml",
        "/robots.txt",
        "/cookies/",
        "/account/login/",
        "/agreements/verify/",
        "/audience/elsewhere/",
        f"/search/?q={office.words.inside}",
        f"/search/?q={office.words.topic.replace(' ', '+')}",
        *(f"/documents/{one.slug}/" for one in office.programme.library.all()),
        *(f"/prescribing-information/{one.territory.replace('_', '-')}/" for one in records),
        *(f"/rate/{one.pk}/" for one in first.get_descendants(inclusive=True)),
        "/registrations/start/tell-us/",
    ]


def crossed(text: str, other: Office) -> list[str]:
    """Return what of the other programme a text shows; what a reader searched for does not count."""
    product = other.programme.product
    marks = (
        *other.words.marks, other.programme.sponsor, other.programme.company_role, product.brand_name,
        product.generic_name, other.programme.neutral_name,
    )  # fmt: skip
    return [mark for mark in marks if mark in text]


def test_each_site_shows_what_is_its_own(both: Both, ask: Callable[..., Any]) -> None:
    for office, _ in both:
        words = office.words
        home = ask("/", HTTP_HOST=words.host, HTTP_COOKIE=declared(office))
        assert home.status == 200
        for mark in (words.name, words.person, words.partner, words.topic, words.form, words.phone):
            assert mark in home.text
        found = ask(
            "/search/", HTTP_HOST=words.host, HTTP_COOKIE=declared(office), QUERY_STRING=f"q={words.inside}"
        )
        assert f"Guide of {words.topic}" in found.text


@pytest.mark.parametrize("audience", ["", "professionals", "public"])
def test_no_address_of_a_site_shows_anything_of_the_other(
    both: Both, ask: Callable[..., Any], audience: str
) -> None:
    found, answered = [], 0
    for office, other in both:
        said = {"HTTP_COOKIE": declared(office, audience)} if audience else {}
        for address in {*addresses_of(office), *addresses_of(other)}:
            path, _, query = address.partition("?")
            for _ in range(2):  # made, and kept
                answer = ask(path, HTTP_HOST=office.words.host, QUERY_STRING=query, **said)
                text = answer.text
                if query:
                    # The question itself stands on the page.
                    text = text.replace(other.words.inside, "").replace(other.words.topic, "")
                found += [(office.words.host, address, mark) for mark in crossed(text, other)]
                answered += answer.status == 200
    assert found == []
    assert answered > 40


def test_a_declaration_for_one_host_is_none_for_the_other(both: Both, ask: Callable[..., Any]) -> None:
    for office, other in both:
        here = ask("/", HTTP_HOST=office.words.host, HTTP_COOKIE=declared(office))
        there = ask("/", HTTP_HOST=other.words.host, HTTP_COOKIE=declared(office))

        assert office.words.topic in here.text
        assert other.words.topic not in there.text
        assert 'name="audience"' in there.text


def test_a_document_of_one_site_is_not_there_on_the_other(both: Both, ask: Callable[..., Any]) -> None:
    for office, other in both:
        path = f"/documents/{office.programme.library.get().slug}/"
        said = {"HTTP_COOKIE": declared(office)}
        assert ask(path, HTTP_HOST=office.words.host, **said).status == 200
        assert ask(path, HTTP_HOST=other.words.host, HTTP_COOKIE=declared(other)).status == 404

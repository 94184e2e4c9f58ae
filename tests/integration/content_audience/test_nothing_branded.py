"""The demo as a visitor meets it who has said nothing: no answer of any address names programme or medicine."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from content.loading.files import folder_of
from content.loading.run import load_programme
from programme.models import Programme
from tests.declaring import declare_as
from tests.processes import ROOT
from tests.programme_data import PROGRAMME

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "/no-such-page/", "/programme", "/programme/no-such-part/", "/touchpoints/full/", "/static/none.css",
    "/favicon.ico", "/sitemap.xml", "/robots.txt", "/?q=kesi", "/search/?q=homecare", "/news/feed/",
    "/documents/1/x.pdf", "/media/x.png", "/%00", "/.well-known/security.txt", "/admin", "/admin/pages/",
]  # fmt: skip
LINK = re.compile(r'(?:href|action|src|content|srcset)="(/[^"#\s]*)')
GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")


@pytest.fixture
def demo(db: None) -> Programme:
    # Pages are shown while their certificates are valid, and this test asks for them now.
    load_programme(PROGRAMME, demo=True, now=timezone.now())
    return Programme.objects.get()


@pytest.fixture
def brands() -> list[str]:
    said = folder_of(PROGRAMME).read("programme")
    names = [said["name"], said["code"], said["product"]["brand_name"], said["product"]["generic_name"]]
    return [name.lower() for name in names]


def routes(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Yield an address for every pattern of the site."""
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern)
        for name, converter in getattr(pattern.pattern, "converters", {}).items():
            value = {IntConverter: "1", UUIDConverter: str(uuid.UUID(int=1))}.get(type(converter), "x")
            route = re.sub(rf"<(\w+:)?{name}>", value, route)
        address = prefix + GROUP.sub("x", route).lstrip("^").rstrip("$Z\\").replace("\\", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, address)
        elif isinstance(pattern, URLPattern):
            yield address


def start(demo: Programme) -> set[str]:
    """Return every address of the demo that can be told beforehand."""
    found = {address for address in routes(get_resolver()) if not re.search(r"[()\[\]?*+|]", address)}
    for page in Page.objects.descendant_of(demo.site.root_page, inclusive=True):
        address = page.get_url() or page.url_path
        found |= {address, f"{address}?page=2", address.rstrip("/") or "/"}
    found |= {document.url for document in get_document_model().objects.all()}
    return found | set(ELSEWHERE)


def test_no_answer_names_programme_or_medicine_to_whoever_has_said_nothing(
    demo: Programme, brands: list[str]
) -> None:
    visitor = Client(raise_request_exception=False)
    waiting, seen, telling = start(demo), set[str](), set[str]()

    while waiting:
        address = waiting.pop()
        seen.add(address)
        for answer in (visitor.get(address), visitor.post(address, {"next": "/", "q": "x"})):
            body = answer.getvalue() if answer.streaming else answer.content
            text = body.decode(errors="replace")
            said = f"{text} {answer.headers} {answer.reason_phrase}".lower()
            telling |= {f"{address}: {brand}" for brand in brands if brand in said}
            waiting |= {link.replace("&amp;", "&") for link in LINK.findall(text)} - seen

    assert telling == set()
    assert len(seen) > 150
    told = declare_as(Client()).get("/").content.decode().lower()
    assert [brand for brand in brands if brand in told] == brands


def test_no_error_page_names_a_brand(programme: Programme, brands: list[str]) -> None:
    pages = [get_template(f"{code}.html").render() for code in (400, 403, "403_csrf", 404, 413, 429, 500)]

    with override_settings(ALLOWED_HOSTS=["programme.example"]):
        pages.append(Client(raise_request_exception=False).get("/").content.decode())

    assert [brand for brand in brands for page in pages if brand in page.lower()] == []


def test_no_file_that_every_browser_may_fetch_names_a_brand(brands: list[str]) -> None:
    files = [path for path in (ROOT / "site" / "static").rglob("*") if path.is_file()]

    assert files
    named = [
        path.name
        for path in files
        for brand in brands
        if brand.encode() in path.read_bytes().lower() or brand in path.name.lower()
    ]
    assert named == []

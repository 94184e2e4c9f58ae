"""Read a page as readers get it, and say what its mark-up lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from lxml import html as parser
from lxml.html import HtmlElement
from wagtail.coreutils import get_dummy_request

from content.problems import Problem
from programme.current import remember_programme
from programme.models import Programme

TRIANGLE = "▼"
_FILE_NAME = re.compile(r"\.(avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)


def render_page(page: Any, programme: Programme) -> str:
    """Return the HTML of a page, saved or not, as somebody of its audience who is not signed in gets it."""
    # The path alone: among several sites, the address of a page begins with the host of its own.
    path = page.relative_url(programme.site) or "/"
    request: HttpRequest = get_dummy_request(path=path, site=programme.site)
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    request._wagtail_site = programme.site  # type: ignore[attr-defined]
    remember_programme(request, programme)
    return render_to_string(page.get_template(request), page.get_context(request), request=request)


def problems_of_html(html: str, programme: Programme) -> tuple[Problem, ...]:
    """Return what the main part of a page lacks: words for images and links, headings in order, the triangle."""
    document = parser.document_fromstring(html)
    main = next(document.iter("main"), document)
    return (*_images(main), *_headings(main), *_links(main), *_triangle(document, programme))


def _images(main: HtmlElement) -> Iterator[Problem]:
    for image in main.iter("img"):
        words = image.get("alt")
        if words is None:
            yield Problem(
                "alternative_text", "An image has no alternative text. Describe it, or mark it as decoration."
            )
        elif _FILE_NAME.search(words):
            yield Problem("alternative_text", f"“{words}” is a file's name. Describe what the image shows.")


def _headings(main: HtmlElement) -> Iterator[Problem]:
    above = 0
    for heading in main.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        words, level = _words(heading), int(heading.tag[1])
        if not words:
            yield Problem("heading_order", "A heading has no text. Remove it, or write one.")
        elif level > above + 1:
            yield Problem(
                "heading_order", f"The heading “{words}” skips a level. Use the one above it first."
            )
        above = level


def _links(main: HtmlElement) -> Iterator[Problem]:
    for link in main.iter("a"):
        pictures = [image.get("alt", "") for image in link.iter("img")]
        if link.get("href") and not any((_words(link), *pictures, link.get("aria-label", ""))):
            yield Problem("link_text", f"A link to {link.get('href')} has no text. Say where it leads.")


def _triangle(document: HtmlElement, programme: Programme) -> Iterator[Problem]:
    product = getattr(programme, "product", None)
    if product is None or not product.additional_monitoring:
        return
    shown = document.xpath("//*[contains(@class, 'triangle')][@aria-label]")
    named = product.brand_name.lower() in _words(document).lower()
    if named and not any(TRIANGLE in one.text_content() for one in shown):
        yield Problem(
            "black_triangle",
            f"{product.brand_name} is under additional monitoring, but the page shows no black triangle.",
        )


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())

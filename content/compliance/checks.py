"""What keeps a page from going live; asked by the editor's form, its preview and whoever certifies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from content.branding import problems_of_words
from content.compliance.elsewhere import problems_of_body, problems_of_links
from content.compliance.rendered import problems_of_html, render_page
from content.problems import Problem, problems_of_declarations
from programme.models import Programme
from programme.of_pages import programme_of_page

__all__ = ["Problem", "problems_of"]

NO_PROGRAMME = "The page belongs to no programme. Move it below the home page of one."


def problems_of(page: Any, *, parent: Page | None = None, on: date | None = None) -> tuple[Problem, ...]:
    """Return all that keeps a page, saved or not, from going live on a day (today's, if none is given).

    `parent` says where a page will stand that has no place yet.
    """
    programme = programme_of_page(page if page.path else parent or page)
    if programme is None:
        return (Problem("programme", NO_PROGRAMME),)
    declared = problems_of_declarations(page, programme=programme, on=on or timezone.localdate(), holder=page)
    html = render_page(page, programme)
    named = problems_of_words(page, _told(page, html, programme), programme=programme)
    found = (*problems_of_body(page, programme), *problems_of_links(html, programme))
    return (*declared, *named, *found, *problems_of_html(html, programme))


def _told(page: Any, html: str, programme: Programme) -> Iterator[str]:
    """Yield what readers, search engines and lists are told of a page: all of its HTML, its title and its address."""
    yield unescape(html)
    yield page.title
    if page.pk is None or page.pk != programme.site.root_page_id:
        yield page.slug
    if page.path:
        yield page.relative_url(programme.site) or ""

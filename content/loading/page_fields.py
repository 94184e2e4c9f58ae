"""Fill a page from its data: blocks, dates, tags, and links to pages and forms by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from wagtail.models import Page

from content.models import ContentPage
from forms.definitions.models import Form
from programme.models import Programme

STREAMS = {"body", "lanes", "parts", "phases", "steps"}
DATES = {"prepared_on", "announced_on"}
# What places a page in the tree, and so is not one of its fields.
PLACING = {"type", "slug", "in_menus", "children"}
PAGE_LINK = re.compile(r'<a href="page:([a-z0-9-]+)">')


class PageDataUnusable(Exception):
    """The data of a page names a form or a page that does not exist."""


def fill(
    page: ContentPage, data: Mapping[str, Any], *, programme: Programme, known: Mapping[str, Page]
) -> None:
    """Set the fields of a page; raise PageDataUnusable where it links to what there is not."""
    for name, value in data.items():
        if name in STREAMS:
            setattr(page, name, json.dumps(_resolved(value, programme=programme, known=known)))
        elif name in DATES:
            setattr(page, name, date.fromisoformat(value))
        elif name == "tags":
            page.tags.set(value)
        elif name not in PLACING:
            setattr(page, name, value)


def _resolved(value: Any, *, programme: Programme, known: Mapping[str, Page]) -> Any:
    """Replace {"$page": slug}, {"$form": kind}, {"$form_at": slug} and links to "page:slug" by primary keys."""
    if isinstance(value, str):
        return PAGE_LINK.sub(lambda link: f'<a linktype="page" id="{_page(link[1], known).pk}">', value)
    if isinstance(value, list):
        return [_resolved(item, programme=programme, known=known) for item in value]
    if not isinstance(value, dict):
        return value
    if "$page" in value:
        return _page(value["$page"], known).pk
    if "$form" in value:
        return _form(value["$form"], programme).pk
    if "$form_at" in value:
        return form_at(value["$form_at"], programme).pk
    return {key: _resolved(item, programme=programme, known=known) for key, item in value.items()}


def _page(slug: str, known: Mapping[str, Page]) -> Page:
    if slug not in known:
        raise PageDataUnusable(f"There is no page {slug!r} to link to.")
    return known[slug]


def form_at(slug: str, programme: Programme) -> Form:
    """Return the programme's form at an address; raise PageDataUnusable."""
    form = Form.objects.filter(programme=programme, slug=slug).first()
    if form is None:
        raise PageDataUnusable(f"Load a form at the address {slug!r} before the pages.")
    return form


def _form(kind: str, programme: Programme) -> Form:
    form = Form.objects.filter(programme=programme, kind=kind).order_by("pk").first()
    if form is None:
        raise PageDataUnusable(f"Load a form of the kind {kind!r} before the pages.")
    return form

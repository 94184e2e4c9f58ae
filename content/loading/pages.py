"""Create a programme's pages from its data, once; from then on they belong to its editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wagtail.models import Page, Site

from accounts.models import User
from audit.trail import audited, record
from content import models as pages
from content.loading.files import folder_of
from content.models import ContentPage, HomePage
from forms.definitions.models import Form
from programme.models import Programme

STREAMS = {"body", "parts", "phases", "steps"}


class PageDataUnusable(Exception):
    """The data of a page names a form or a page that does not exist."""


def load_pages(*, programme: Programme, by: User | None, now: datetime) -> tuple[Page, ...]:
    """Create the pages of `programme` unless it has a home page; return what was created.

    `by` publishes each of them as in the admin and needs the permission to do so; without `by` they
    stay drafts. Raises UnknownProgramme, PageDataUnusable or Wagtail's PublishPermissionError.
    """
    if isinstance(programme.site.root_page.specific, HomePage):
        # Idempotent: even where every page has been rewritten, moved or deleted since.
        return ()
    data = folder_of(programme.code).read("pages")
    with audited(at=now):
        home = _add_home(programme, data["home"])
        known: dict[str, Page] = {}
        for entry in data["pages"]:
            known[entry["slug"]] = _add(home, entry, programme=programme, known=known)
        _fill(home, data["home"], programme=programme, known=known)
        created = (home, *known.values())
        for page in created:
            record(
                "page.loaded",
                actor=by or "load_programme",
                subject=page,
                programme=programme,
                detail={"slug": page.slug, "published": by is not None},
            )
            revision = page.save_revision(changed=False)
            if by is not None:
                revision.publish(user=by)
    return created


def _add_home(programme: Programme, data: Mapping[str, Any]) -> HomePage:
    home = HomePage(slug=programme.code, live=False)
    _fill(home, {**data, "body": []}, programme=programme, known={})
    Page.get_first_root_node().add_child(instance=home)
    site = programme.site
    replaced, site.root_page = site.root_page, home
    site.save()
    _remove_welcome_page(replaced)
    return home


def _remove_welcome_page(page: Page) -> None:
    """Delete the empty page that a new Wagtail comes with; leave anything that somebody made."""
    in_use = Site.objects.filter(root_page=page).exists()
    if page.specific_class is Page and page.depth > 1 and page.is_leaf() and not in_use:
        page.delete()


def _add(home: HomePage, data: Mapping[str, Any], *, programme: Programme, known: Mapping[str, Page]) -> Page:
    page: ContentPage = getattr(pages, data["type"])(slug=data["slug"], live=False, show_in_menus=True)
    _fill(page, data, programme=programme, known=known)
    home.add_child(instance=page)
    return page


def _fill(
    page: ContentPage, data: Mapping[str, Any], *, programme: Programme, known: Mapping[str, Page]
) -> None:
    for name, value in data.items():
        if name in STREAMS:
            setattr(page, name, json.dumps(_resolved(value, programme=programme, known=known)))
        elif name == "prepared_on":
            page.prepared_on = date.fromisoformat(value)
        elif name not in {"type", "slug"}:
            setattr(page, name, value)


def _resolved(value: Any, *, programme: Programme, known: Mapping[str, Page]) -> Any:
    """Replace {"$page": slug} and {"$form": kind} by primary keys, at any depth."""
    if isinstance(value, list):
        return [_resolved(item, programme=programme, known=known) for item in value]
    if not isinstance(value, dict):
        return value
    if "$page" in value:
        if value["$page"] not in known:
            raise PageDataUnusable(f"There is no page {value['$page']!r} to link to.")
        return known[value["$page"]].pk
    if "$form" in value:
        form = Form.objects.filter(programme=programme, kind=value["$form"]).order_by("pk").first()
        if form is None:
            raise PageDataUnusable(f"Load a form of the kind {value['$form']!r} before the pages.")
        return form.pk
    return {key: _resolved(item, programme=programme, known=known) for key, item in value.items()}

"""Create a programme's pages from its data, once; from then on they belong to its editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from wagtail.models import Page, Site

from accounts.models import User
from audit.trail import audited, record
from content import models as pages
from content.certification.rendering import renderings_of
from content.certification.services.certifying import certify_page
from content.contacts.models import Contact
from content.contacts.services import load_contact
from content.glossary.models import GlossaryEntry
from content.glossary.services import load_entry
from content.loading.files import folder_of
from content.loading.page_fields import PageDataUnusable, fill, form_at
from content.models import ContentPage, HomePage
from programme.models import Programme

LOADER = "load_programme"

__all__ = ["PageDataUnusable", "load_pages"]


def load_pages(
    *, programme: Programme, by: User | None, now: datetime, certified_by: User | None = None
) -> tuple[Page, ...]:
    """Create the pages, contacts and glossary of `programme` unless it has a home page; return the pages.

    A demo's signatory `certified_by` certifies each page, and `by` publishes it as in the admin; both need
    their rights. Without `by` all stay drafts. Raises UnknownProgramme, PageDataUnusable, NotASignatory,
    NotCertified or Wagtail's PublishPermissionError.
    """
    if isinstance(programme.site.root_page.specific, HomePage):
        # Idempotent: even where every page has been rewritten, moved or deleted since.
        return ()
    data = folder_of(programme.code).read("pages")
    with audited(at=now):
        home = _add_home(programme, data["home"])
        known: dict[str, ContentPage] = {}
        entries = [(home, data["home"]), *_add_below(home, data["pages"], known)]
        for page, entry in entries:
            # Only now: a page may link to any other one.
            fill(page, entry, programme=programme, known=known)
            page.save()
        _load_records(data, programme=programme, now=now)
        created = tuple(page for page, _entry in entries)
        # The home page last: it shows those below it.
        for page in reversed(created):
            _keep(page, programme=programme, by=by, certified_by=certified_by, now=now)
    return created


def _load_records(data: Mapping[str, Any], *, programme: Programme, now: datetime) -> None:
    for values in data.get("contacts", ()):
        form = form_at(values["form"], programme) if "form" in values else None
        contact = Contact(programme=programme, **{**values, "form": form})
        load_contact(contact=contact, by=LOADER, now=now)
    for values in data.get("glossary", ()):
        load_entry(entry=GlossaryEntry(programme=programme, **values), by=LOADER, now=now)


def _add_home(programme: Programme, data: Mapping[str, Any]) -> HomePage:
    home = HomePage(slug=programme.code, title=data["title"], live=False)
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


def _add_below(
    parent: ContentPage, entries: list[dict[str, Any]], known: dict[str, ContentPage]
) -> Iterator[tuple[ContentPage, dict[str, Any]]]:
    """Create empty pages, parents first, and remember each by its slug."""
    for entry in entries:
        page: ContentPage = getattr(pages, entry["type"])(
            slug=entry["slug"], title=entry["title"], live=False, show_in_menus=entry.get("in_menus", True)
        )
        parent.add_child(instance=page)
        known[page.slug] = page
        yield page, entry
        yield from _add_below(page, entry.get("children", []), known)


def _keep(
    page: ContentPage, *, programme: Programme, by: User | None, certified_by: User | None, now: datetime
) -> None:
    record(
        "page.loaded",
        actor=by or LOADER,
        subject=page,
        programme=programme,
        detail={"slug": page.slug, "published": by is not None},
    )
    revision = page.save_revision(changed=False)
    if certified_by is not None:
        shown = [one.sha256 for one in renderings_of(revision.as_object())]
        certify_page(page=page, revision=revision, shown=shown, by=certified_by, now=now)
    if by is not None:
        revision.publish(user=by)

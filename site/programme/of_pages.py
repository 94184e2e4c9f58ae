"""Find the programme of a page: that on whose site it stands."""

from __future__ import annotations

from wagtail.models import Page

from programme.models import Programme


def programme_of_page(page: Page) -> Programme | None:
    """Return the programme on whose site a page stands, with its product and site, or None; one query."""
    step = Page.steplen
    above = [page.path[:end] for end in range(step, len(page.path) + 1, step)]
    found = Programme.objects.filter(site__root_page__path__in=above)
    return found.select_related("product", "site").order_by("-site__root_page__depth").first()

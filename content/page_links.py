"""Links from rich text to pages of the site, without reading each page that is linked to."""

from __future__ import annotations

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler as WagtailsPageLinkHandler

from stamps import PAGES, remembered


class PageLinkHandler(WagtailsPageLinkHandler):
    """Write the address of a page, live or not: what links to a draft is certified with the draft's address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags of links; a page that is gone leaves a link without an address.

        A link names its page: it is certified as leading there, wherever the page is moved to.
        """
        addresses = remembered(PAGES, "addresses of pages", _addresses)
        if any(attrs.get("id") not in addresses for attrs in attrs_list):
            addresses = _addresses()
        keys = [attrs.get("id", "") for attrs in attrs_list]
        return [
            f'<a href="{escape(addresses[key])}" data-page="{key}">' if addresses.get(key) else "<a>"
            for key in keys
        ]


def _addresses() -> dict[str, str]:
    """Return by primary key where each page stands on its own site: the host of a site is no part of its pages."""
    pages = Page.objects.filter(depth__gt=1).only("url_path")
    return {str(page.pk): _path_of(page) for page in pages}


def _path_of(page: Page) -> str:
    parts = page.get_url_parts()
    return (parts[2] or "") if parts is not None else ""

"""Links in rich text."""

from __future__ import annotations

from django.utils.html import format_html
from wagtail.rich_text import LinkHandler

from content.audience.leaving import exit_url


class ExternalLinkHandler(LinkHandler):
    """A link to another site leads through the exit notice."""

    identifier = "external"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tag of each link."""
        return [format_html('<a href="{}" rel="external">', exit_url(attrs["href"])) for attrs in attrs_list]

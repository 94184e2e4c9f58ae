"""The way to rate a page, on the page."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from content.ratings.words import WORDS

register = template.Library()


@register.inclusion_tag("ratings/block.html")
def rating(page: Page) -> dict[str, Any]:
    """Show the five votes under a page; the same for every reader. One that was never saved has none."""
    return {"page": page, "words": WORDS.items(), "value": None}

"""What will happen to a page, for the status panel of the editor."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from wagtail.models import Page

from content.drafts.schedule import what_will_happen

register = template.Library()


@register.simple_tag(name="what_will_happen")
def what_will_happen_tag(draft: Any) -> list[str]:
    """Return the sentences about a page; none for what is no page or not saved yet."""
    if not isinstance(draft, Page) or draft.pk is None:
        return []
    return what_will_happen(draft, now=timezone.now())
